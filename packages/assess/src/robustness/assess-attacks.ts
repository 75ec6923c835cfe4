/**
 * One network under attack: accuracy against budget, each image's bit, and whether the attacks themselves can be believed.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";
import { writeJsonAtomically } from "@selectivity-lab/base";
import {
  type AttackedBatch,
  type AttackedModel,
  attackCurve,
  type BudgetResult,
  checkAttacks,
  createAttackedModel,
} from "@selectivity-lab/perturb";
import { type Checkpoint, classify, createNetworkClassifier, versions } from "@selectivity-lab/run";
import { fromBytes, scope, type Tensor, writeSafetensors } from "@selectivity-lab/torch";
import type { ImageDataset } from "@selectivity-lab/vision";
import { refuseNonFinite } from "../measure/refuse-non-finite.js";
import { computeAttackMetrics, defineAttackMetrics } from "./attack-metrics.js";
import type { AttackAssessment, AttackChoiceSettings, AttackSettings } from "./contracts.js";
import { checksumFile, hashSettings, locatePartFiles } from "./files.js";
import type { AssessmentHost } from "./host.js";

/** Images attacked at once: also how often a stop is heard. */
const CHUNK = 128;

/**
 * Attacks a network and writes what came out.
 *
 * @param source the network on which transfer attacks are made; without it they are left out.
 * @param home the network's robustness folder, which must exist.
 * @returns `undefined` when it was stopped before its end; nothing is written then.
 */
export async function assessAttacks(
  checkpoint: Checkpoint,
  source: Checkpoint | undefined,
  dataset: ImageDataset,
  settings: AttackSettings,
  home: string,
  host: AssessmentHost,
): Promise<AttackAssessment | undefined> {
  const started = performance.now();
  const attacks = settings.attacks.filter(({ transfer }) => !transfer || source);
  const [victim, origin] = [opened(checkpoint), source && opened(source)];
  const { mean, std } = checkpoint;
  const { accuracy: clean } = await classify(
    refuseNonFinite(checkpoint.file, createNetworkClassifier(checkpoint.network)),
    { ...dataset, mean, std },
  );
  const parts: BudgetResult[][] = [];
  for (let first = 0; first < settings.images; first += CHUNK) {
    if (host.stop.aborted) return undefined;
    parts.push(attackChunk(victim, origin, dataset, attacks, settings, first));
    host.onStep(Math.min(first + CHUNK, settings.images), settings.images);
    await setImmediate(); // lets a stop be heard
  }
  const budgets = joined(parts);
  const curve = budgets.map(({ epsilon, broken, byAttack }) => ({
    epsilon,
    accuracy: standing(broken),
    byAttack: Object.fromEntries(attacks.map(({ name }, which) => [name, standing(byAttack[which] as Uint8Array)])),
  }));
  const result: AttackAssessment = {
    schema: 1,
    key: hashSettings(settings),
    settings,
    weights: checksumFile(checkpoint.file),
    source: source?.file ?? null,
    clean: { accuracy: clean },
    curve,
    metrics: computeAttackMetrics(clean, curve),
    checks: settings.checkImages === 0 ? null : checked(victim, dataset, settings, clean, curve),
    definitions: defineAttackMetrics({ ...settings, attacks }),
    versions: versions(),
    seconds: (performance.now() - started) / 1000,
  };
  const { document, bits } = locatePartFiles(home, "attacks", result.key);
  writeBits(bits, budgets, attacks, settings);
  writeJsonAtomically(document, result);
  return result;
}

function opened({ network, mean, std, classes }: Checkpoint): AttackedModel {
  return createAttackedModel(network, { mean, std, classes: classes.length });
}

function attackChunk(
  victim: AttackedModel,
  source: AttackedModel | undefined,
  dataset: ImageDataset,
  attacks: readonly AttackChoiceSettings[],
  { norm, epsilons, seed, images }: AttackSettings,
  first: number,
): BudgetResult[] {
  const count = Math.min(CHUNK, images - first);
  return scope(() =>
    attackCurve(victim, pixelsOf(dataset, first, count), {
      attacks: attacks.map(({ attack, steps, restarts, transfer }) => ({
        attack,
        steps: steps ?? undefined,
        restarts,
        source: transfer ? source : undefined,
      })),
      norm,
      epsilons,
      seed,
      indices: numbersFrom(first, count),
      batchSize: CHUNK,
    }),
  );
}

/** Checks at the budget that leaves the share of images nearest to half of the clean one, where attacks tell most. */
function checked(
  victim: AttackedModel,
  dataset: ImageDataset,
  { norm, seed, checkImages, images: available }: AttackSettings,
  clean: number,
  curve: AttackAssessment["curve"],
): AttackAssessment["checks"] {
  const distance = ({ accuracy }: { accuracy: number }) => Math.abs(accuracy - clean / 2);
  const { epsilon } = curve.reduce((best, point) => (distance(point) < distance(best) ? point : best));
  const images = Math.min(checkImages, available);
  const checks = scope(() =>
    checkAttacks(victim, pixelsOf(dataset, 0, images), { norm, epsilon, seed, indices: numbersFrom(0, images) }),
  );
  return { epsilon, images, checks: checks.map((check) => ({ ...check, numbers: { ...check.numbers } })) };
}

/** `[count, C, H, W]` in 0..1, and `[count]`; the caller's scope frees them. */
function pixelsOf({ images, labels }: ImageDataset, first: number, count: number): AttackedBatch {
  const part = (values: Tensor) => values.narrow(0, first, count);
  return { images: part(images).to({ dtype: "float32" }).div(255), labels: part(labels) };
}

function numbersFrom(first: number, count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => first + index);
}

/** The results of successive images as one, budget by budget. */
function joined(parts: readonly BudgetResult[][]): BudgetResult[] {
  return (parts[0] ?? []).map(({ epsilon, byAttack }, budget) => {
    const all = parts.map((part) => part[budget] as BudgetResult);
    const concat = (bits: readonly Uint8Array[]) => Uint8Array.from(Buffer.concat(bits));
    return {
      epsilon,
      broken: concat(all.map(({ broken }) => broken)),
      byAttack: byAttack.map((_, which) => concat(all.map((part) => part.byAttack[which] as Uint8Array))),
    };
  });
}

function standing(broken: Uint8Array): number {
  return 1 - broken.reduce((sum, bit) => sum + bit, 0) / broken.length;
}

function writeBits(
  file: string,
  budgets: readonly BudgetResult[],
  attacks: readonly AttackChoiceSettings[],
  settings: AttackSettings,
): void {
  const rows = (bits: readonly Uint8Array[]) =>
    fromBytes(Buffer.concat(bits), { dtype: "uint8", shape: [budgets.length, settings.images] });
  scope(() =>
    writeSafetensors(
      file,
      new Map([
        ["broken/worst-case", rows(budgets.map(({ broken }) => broken))],
        ...attacks.map(
          ({ name }, which) =>
            [`broken/${name}`, rows(budgets.map(({ byAttack }) => byAttack[which] as Uint8Array))] as const,
        ),
      ]),
      { settings: JSON.stringify(settings) },
    ),
  );
}
