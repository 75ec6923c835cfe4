/**
 * What a network is, as the metadata of its file says it: text to text, JSON where structured.
 *
 * @module
 */
import { z } from "zod";
import { CheckpointError } from "./checkpoint-error.js";
import { undescribed } from "./weights-file.js";

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue("expected JSON");
        return z.NEVER;
      }
    })
    .pipe(schema);

/** What the metadata of a file of weights holds. */
const metadataSchema = z
  .object({
    model: z.string(),
    modelOptions: json(z.record(z.string(), z.unknown())),
    dataset: z.string(),
    classes: json(z.array(z.string()).min(2)),
    inputShape: json(z.tuple([z.int().positive(), z.int().positive(), z.int().positive()])),
    mean: json(z.array(z.number())),
    std: json(z.array(z.number().positive())),
    /** There where damaged image files of the data set were left out. */
    damagedImages: z.literal("skip").optional(),
  })
  .refine(({ inputShape: [channels], mean, std }) => mean.length === channels && std.length === channels, {
    error: "expected one value a channel of inputShape",
    path: ["mean and std"],
  });

/** What a network is, what it was trained on, and how it sees images. */
export type NetworkDescription = z.output<typeof metadataSchema>;

/** As metadata. */
export function encodeDescription(description: NetworkDescription): Record<string, string> {
  const { model, modelOptions, dataset, classes, inputShape, mean, std, damagedImages } = description;
  return {
    model,
    modelOptions: JSON.stringify(modelOptions),
    dataset,
    classes: JSON.stringify(classes),
    inputShape: JSON.stringify(inputShape),
    mean: JSON.stringify(mean),
    std: JSON.stringify(std),
    ...(damagedImages && { damagedImages }),
  };
}

/** @param file for errors. @throws {@link CheckpointError} where metadata says nothing of a network, or not enough. */
export function parseDescription(file: string, metadata: Readonly<Record<string, string>>): NetworkDescription {
  const described = metadataSchema.safeParse(metadata);
  if (described.success) return described.data;
  if (!Object.keys(metadataSchema.shape).some((key) => key in metadata)) throw undescribed(file, "its metadata");
  const problems = described.error.issues.map(({ path: place, message }) => `  ✖ ${place.join(".")}: ${message}`);
  const remedy = "  to do: say what it is with --model and --data, or add these entries to its metadata";
  throw new CheckpointError([`${file}: its metadata does not say what network it is`, ...problems, remedy].join("\n"));
}
