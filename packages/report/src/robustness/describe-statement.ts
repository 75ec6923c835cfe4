/**
 * A statement in words, with its numbers: what the terminal and the page print below the claim.
 *
 * @module
 */
import { formatCount, formatDecimal, formatSigned } from "@selectivity-lab/base";
import type { Slope } from "./fit-alphas.js";
import { CHANCES, FEWEST_SEEDS, hasFewSeeds, isBent, MOST_DEAD, type Statement } from "./statements.js";

/** Slopes are reported per this much selectivity: about the distance between neighboring alphas. */
const STEP = 0.1;

/** How both statements are tested, whatever the networks are: model, test, family, exclusions. */
export const STATEMENT_METHOD: readonly string[] = [
  "Observation: one alpha, the mean over its seeds. What an alpha does in addition to selectivity is shared by its seeds, so that more seeds do not make more observations.",
  "Model: least squares of the outcome on mean selectivity and clean accuracy on the whole test split; t interval with alphas − 3 degrees of freedom. The slopes left and right of alpha 0 come from a broken line with its bend at the control: alphas − 4.",
  "Test: Spearman's partial correlation of outcome and selectivity, clean accuracy held constant; p from permutations of whole alphas (Freedman and Lane), two-sided; adjusted by Holm's method if both statements were tested.",
  `Verdict: "supported" or "contradicted" needs an adjusted p below 0.05, the interval of the slope on one side of 0, no side of alpha 0 with the opposite slope, and ${FEWEST_SEEDS} networks per alpha. Where the two sides differ (p below 0.05), both must have the same sign. Anything else is "undecided".`,
  `Left out: networks whose clean accuracy is below ${CHANCES} / classes, and networks with more than ${100 * MOST_DEAD}% dead units, which count as selectivity 0. Claims, model, test and family were fixed before any network was evaluated; the rule for dead units was not.`,
];

/** Writes the evidence: slopes with intervals, rank correlation, p, what was counted, and how many networks are left out. */
export function describeStatement(statement: Statement): string {
  const { slope, correlation, p } = statement;
  if (slope === null)
    return `${describeCounts(statement)}: too few, or too similar, to test.${describeLeftOut(statement)}`;
  return [
    isBent(statement.bend) ? describeTwoSlopes(statement) : describeOneSlope(statement),
    `Partial rank correlation ${formatOptional(correlation, 2)}, p ${formatOptional(p, 4)} by permutation of whole alphas${describeFamily(statement)}.`,
    `One observation is one alpha, the mean over its seeds: ${describeCounts(statement)}.`,
    `An association: alpha changes clean accuracy too.${describeLeftOut(statement)}${describeFewSeeds(statement)}`,
  ].join(" ");
}

function describeOneSlope(statement: Statement): string {
  const { left, right, bend, degreesOfFreedom } = statement;
  const freedom = degreesOfFreedom === null ? "" : `, ${formatCount(degreesOfFreedom, "degree")} of freedom`;
  const sides =
    left && right
      ? ` Left of alpha 0 ${describeSlope(left)}, right of it ${describeSlope(right)}; they differ with p ${formatOptional(bend?.p ?? null, 4)}.`
      : "";
  return `Per ${STEP} more selectivity, among alphas of equal clean accuracy: ${describeSlope(statement)}${freedom}${describeLive(statement)}.${sides}`;
}

/** Comes first where one slope does not describe the networks. */
function describeTwoSlopes(statement: Statement): string {
  const { left, right, bend } = statement;
  return (
    `Two slopes, not one: they differ with p ${formatOptional(bend?.p ?? null, 4)}. Per ${STEP} more selectivity, among alphas of ` +
    `equal clean accuracy: left of alpha 0 ${describeSlope(left)}, right of it ${describeSlope(right)}. ` +
    `One line through both: ${describeSlope(statement)}${describeLive(statement)}.`
  );
}

/** The slope over the selectivity of live units, where dead units make a difference. */
function describeLive({ slope, liveSlope }: Statement): string {
  if (!liveSlope || slope === null || formatPoints(liveSlope.slope) === formatPoints(slope)) return "";
  return `; with the selectivity of live units ${describeSlope(liveSlope)}`;
}

function describeFamily({ family, pAdjusted }: Statement): string {
  return family > 1 ? `, ${formatOptional(pAdjusted, 4)} adjusted for both statements` : "";
}

function describeCounts({ n, seeds, alphas, alphaRange }: Statement): string {
  const range =
    alphaRange && alphas > 1 ? ` from ${formatSigned(alphaRange.low)} to ${formatSigned(alphaRange.high)}` : "";
  return `${formatCount(alphas, "alpha")}${range}, ${formatCount(n, "network")}, ${formatCount(seeds, "seed")}`;
}

function describeLeftOut({ nearChance, mostlyDead }: Statement): string {
  const parts = [
    ...(nearChance > 0 ? [`${formatCount(nearChance, "network")} near chance`] : []),
    ...(mostlyDead > 0 ? [`${formatCount(mostlyDead, "network")} with mostly dead units`] : []),
  ];
  return parts.length === 0 ? "" : ` Left out: ${parts.join(", ")}.`;
}

function describeFewSeeds(statement: Statement): string {
  return hasFewSeeds(statement)
    ? ` Fewer than ${FEWEST_SEEDS} networks per alpha: undecided, whatever the numbers are.`
    : "";
}

function describeSlope(slope: Pick<Statement, "slope" | "low" | "high"> | Slope | null): string {
  if (!slope || slope.slope === null) return "–";
  const { low, high } = slope;
  const interval =
    low === null || high === null ? "no interval" : `95% interval ${formatPoints(low)} to ${formatPoints(high)}`;
  return `${formatPoints(slope.slope)} points (${interval})`;
}

/** A slope in percentage points per {@link STEP}. */
function formatPoints(slope: number): string {
  return formatSigned(100 * STEP * slope, 2);
}

function formatOptional(value: number | null, digits: number): string {
  return value === null ? "–" : formatDecimal(value, digits);
}
