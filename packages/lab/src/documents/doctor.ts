/**
 * What `doctor` prints with `--json`: what was looked at on this machine, and whether it can train.
 *
 * @module
 */
import { z } from "zod";
import type { MachineState } from "../doctor/examine-machine.js";
import { listSchema } from "./fields.js";

/** The state of a machine. */
export const doctorDocumentSchema = z.strictObject({
  schema: z.literal(1),
  /** Whether nothing is bad. */
  healthy: z.boolean(),
  checks: listSchema(
    z.strictObject({
      name: z.string(),
      state: z.enum(["fine", "absent", "bad"]),
      found: z.string(),
      remedy: z.string().optional(),
    }),
  ),
});

/** The state of a machine: see {@link doctorDocumentSchema}. */
export type DoctorDocument = z.infer<typeof doctorDocumentSchema>;

/** Makes the document of an examination. */
export function createDoctorDocument({ healthy, checks }: MachineState): DoctorDocument {
  return { schema: 1, healthy, checks };
}
