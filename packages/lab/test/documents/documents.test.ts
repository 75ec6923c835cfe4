import { join } from "node:path";
import { encodeJson } from "@selectivity-lab/base";
import { exportSweep, writeReport } from "@selectivity-lab/report";
import { readSweep } from "@selectivity-lab/run";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { readDocument } from "../../../testing/src/documents.js";
import { makeSweep, trialId } from "../../../testing/src/fixtures/sweep.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import {
  cancelDocumentSchema,
  createCancelDocument,
  createOverviewDocument,
  createReportDocument,
  createSlurmDryRunDocument,
  createSweepDocument,
  createSweepExportDocument,
  createWorkDocument,
  overviewDocumentSchema,
  reportDocumentSchema,
  slurmDryRunDocumentSchema,
  sweepDocumentSchema,
  sweepExportDocumentSchema,
  workDocumentSchema,
} from "../../src/index.js";

const home = temporaryFolder();
const folder = makeSweep({
  alphas: [-1, 0],
  seeds: [0, 1],
  diverged: [trialId(-1, 0)],
  failed: [trialId(-1, 1)],
  queued: [trialId(0, 1)],
});

const ESTIMATE = {
  networks: 4,
  mostNetworks: 6,
  done: 1,
  images: { train: 200, validation: 40, test: 100 },
  workers: 1,
  threads: 2,
  imagesPerSecond: [900, 1000],
  seconds: [10, Number.POSITIVE_INFINITY],
  diskBytes: 1e6,
  memoryBytes: 0,
} as const;

/** Every document, but for those that the tests of the command validate, made of a folder or by hand. */
const DOCUMENTS: Readonly<Record<string, [z.ZodType, () => Promise<object> | object]>> = {
  sweep: [sweepDocumentSchema, async () => createSweepDocument(await readSweep(folder))],
  overview: [overviewDocumentSchema, async () => createOverviewDocument([await readSweep(folder)])],
  report: [reportDocumentSchema, async () => createReportDocument(await writeReport(folder))],
  "export of a sweep": [
    sweepExportDocumentSchema,
    async () =>
      createSweepExportDocument(
        await exportSweep(folder, { to: "csv", table: "trials", out: join(home, "trials.csv"), force: false }),
      ),
  ],
  cancel: [cancelDocumentSchema, () => createCancelDocument({ jobs: ["17"], running: 2, waiting: 1 })],
  work: [workDocumentSchema, () => createWorkDocument({ left: 3, failed: 1 })],
  "dry run on Slurm": [
    slurmDryRunDocumentSchema,
    () => createSlurmDryRunDocument(ESTIMATE, { cores: 4, jobs: 2, threads: 2, tasks: 3, tasksAtOnce: 3 }),
  ],
};

describe("documents", () => {
  test.each(Object.entries(DOCUMENTS))(
    "the one of %s fits its schema, with no key beyond it",
    async (_, [schema, make]) => {
      expect(readDocument(schema, encodeJson(await make()))).toMatchObject({ schema: 1 });
    },
  );

  test("of a sweep counts its networks by state", async () => {
    const { trials, ...document } = createSweepDocument(await readSweep(folder));
    expect(document).toMatchObject({ done: 1, diverged: 1, failed: 1, queued: 1, running: 0, until: null });
    expect(trials.map(({ accuracy }) => accuracy === null)).toEqual([true, true, false, true]);
  });
});
