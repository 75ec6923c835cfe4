/**
 * Corruptions and attacks: images in, images out.
 *
 * @module
 */
export { type AttackResult, attack } from "./attacks/attack.js";
export { type Norm, norms } from "./attacks/budgets/ball.js";
export { checkAttackOptions, describeAttackObstacle } from "./attacks/check-options.js";
export type { AttackCheck, ExaminationOptions } from "./attacks/checks/check.js";
export { checkAttacks } from "./attacks/checks/check-attacks.js";
export { type LossSurface, measureLossSurface } from "./attacks/checks/loss-surface.js";
export {
  type AttackChoice,
  attackCurve,
  type BudgetResult,
  type CurveOptions,
  type CurveProgress,
} from "./attacks/curve.js";
export type { AttackObstacle, AttackOptions } from "./attacks/engine/attack-options.js";
export type { AttackProgress } from "./attacks/engine/attack-plan.js";
export type { AttackedBatch } from "./attacks/engine/attack-state.js";
export { AttackedModel, type AttackedModelOptions, createAttackedModel } from "./attacks/engine/attacked-model.js";
export { AttackError, type AttackErrorCode } from "./attacks/engine/error.js";
export { attackNames } from "./attacks/methods/methods.js";
export { transferAttack } from "./attacks/transfer.js";
export {
  type CorruptionFamily,
  type Fidelity,
  type FrostPhotographs,
  type SeverityTable,
  severityTables,
  tableFor,
} from "./corruptions/contract/corruption.js";
export { CorruptionError, type CorruptionErrorCode } from "./corruptions/contract/error.js";
export type { Picture } from "./corruptions/contract/picture.js";
export { type CorruptOptions, corrupt } from "./corruptions/corrupt.js";
export {
  type CorruptedSetKey,
  type CorruptedSetOptions,
  corruptedSet,
  corruptedSetFile,
  openCorruptedSet,
} from "./corruptions/corrupted-set.js";
export {
  type CorruptionFacts,
  corruptionNames,
  corruptionVersion,
  describeCorruption,
  parseCorruptionNames,
  standardCorruptions,
} from "./corruptions/corruptions.js";
export { checksumMaterial } from "./corruptions/materials/checksum-material.js";
export { checksumFrost, readFrostPhotographs } from "./corruptions/materials/frost-photographs.js";
export {
  checksumPublished,
  type LabelledImages,
  type PublishedSelection,
  readPublished,
} from "./corruptions/materials/published-sets.js";
