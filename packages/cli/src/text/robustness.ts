/**
 * An evaluation of robustness as `selectivity robustness` shows it to people.
 *
 * @module
 */
import { formatSigned, quoteShellWord } from "@selectivity-lab/base";
import type { RobustnessDocument } from "@selectivity-lab/lab";
import { formatDifference, formatPercentage, formatShare, formatTable } from "../terminal/format.js";
import { formatSpread, nameSpread } from "./estimates.js";
import { setNames } from "./severity-tables.js";

type Network = RobustnessDocument["networks"][number];
type AlphaRow = RobustnessDocument["byAlpha"][number];

function createHead(byAlpha: readonly AlphaRow[]): string[] {
  const spread = (outcome: "corruptedDifference" | "attackedDifference") =>
    nameSpread(byAlpha.map((row) => row[outcome]));
  return [
    ...["alpha", "n", "clean", "corrupted", "difference", spread("corruptedDifference"), "corrupted ÷ clean"],
    ...["area under attack", "difference", spread("attackedDifference"), "live units", "dead"],
  ];
}

/** Puts parts of the document into words. */
interface Words {
  describeStatement(statement: RobustnessDocument["statements"][number]): string;
  /** Null where the statements rest on all networks. */
  describeCoverage(coverage: Pick<RobustnessDocument, "complete" | "assessed" | "planned">): string | null;
}

/**
 * A sweep as a table by alpha with the headline statements; a single network in detail.
 *
 * @param where what was evaluated, for the next command.
 * @param words put a statement, and what the statements rest on, into words.
 */
export function describeRobustness(document: RobustnessDocument, where: string, words: Words): string {
  const { networks, byAlpha, statements, settings } = document;
  const { severityTable } = settings;
  if (byAlpha.length === 0) return networks.map((network) => describeNetwork(network, severityTable)).join("\n");
  const rows = byAlpha.map((row) => describeAlpha(row, networks));
  const claims = statements.map(
    (statement) => `${statement.verdict}: ${statement.claim}\n  ${words.describeStatement(statement)}`,
  );
  const introduction = statements.length > 0 ? words.describeCoverage(document) : null;
  const next = `next: npx selectivity report ${quoteShellWord(where)}`;
  const notes = document.notes.map((note) => `note: ${note}`).join("\n");
  return [
    formatTable([createHead(byAlpha), ...rows]),
    ...(severityTable ? [`corruptions: severities of ${setNames[severityTable]}`] : []),
    ...(notes ? [notes] : []),
    ...(introduction ? [introduction] : []),
    ...claims,
    ...(claims.length > 0 ? ["how the statements are tested: in the report, and in docs/statistics.md"] : []),
    next,
  ].join("\n\n");
}

function describeAlpha(row: AlphaRow, networks: readonly Network[]): string[] {
  const clean = networks.filter(({ alpha }) => alpha === row.alpha).map(cleanAccuracy);
  return [
    formatSigned(row.alpha),
    String(row.n),
    formatShare(meanKnown(clean)),
    formatShare(row.corruptedAccuracy?.mean),
    formatDifference(row.corruptedDifference?.mean),
    formatSpread(row.corruptedDifference, formatDifference),
    formatShare(row.corruptedRatio?.mean),
    formatShare(row.attackedArea?.mean),
    formatDifference(row.attackedDifference?.mean),
    formatSpread(row.attackedDifference, formatDifference),
    formatShare(row.liveSelectivity?.mean),
    formatPercentage(row.deadUnitsFraction?.mean),
  ];
}

type SeverityTable = RobustnessDocument["settings"]["severityTable"];

function describeNetwork({ corruptions, attacks }: Network, table: SeverityTable): string {
  return [
    ...(corruptions ? describeCorruptions(corruptions, table) : []),
    ...(attacks ? describeAttacks(attacks) : []),
  ].join("\n");
}

function describeCorruptions(
  { clean, metrics, cells, settings }: NonNullable<Network["corruptions"]>,
  table: SeverityTable,
): string[] {
  const source = table ? `severities of ${setNames[table]}` : "published images";
  const corrupted = metrics.meanCorruptedAccuracy ?? metrics.meanCorruptedAccuracyOfAll;
  const rows = settings.corruptions.map((corruption) => [
    corruption,
    ...cells.filter((cell) => cell.corruption === corruption).map(({ accuracy }) => formatShare(accuracy)),
  ]);
  return [
    `clean accuracy ${formatShare(clean.accuracy)}, corrupted ${formatShare(corrupted)}   (first ${settings.images} test images, ${source})`,
    formatTable([["corruption", ...settings.severities.map((severity) => `s${severity}`)], ...rows]),
  ];
}

function describeAttacks({ clean, curve, metrics, checks, settings }: NonNullable<Network["attacks"]>): string[] {
  const { norm, images } = settings;
  const names = settings.attacks.map(({ name }) => name).filter((name) => curve[0] && name in curve[0].byAttack);
  const rows = curve.map(({ epsilon, accuracy, byAttack }) => [
    formatBudget(epsilon, norm),
    formatShare(accuracy),
    ...names.map((name) => formatShare(byAttack[name])),
  ]);
  return [
    `clean accuracy ${formatShare(clean.accuracy)}, area under attack ${formatShare(metrics.areaUnderCurve)}   (${norm}, first ${images} test images)`,
    formatTable([["budget", "worst case", ...names], ...rows]),
    ...(checks?.checks ?? []).map(
      ({ verdict, name, finding }) => `${verdict === "pass" ? "✔" : "✖"} ${name}: ${finding}`,
    ),
  ];
}

function formatBudget(epsilon: number, norm: "linf" | "l2"): string {
  return norm === "linf" ? `${Number((255 * epsilon).toPrecision(4))}/255` : String(Number(epsilon.toPrecision(4)));
}

function cleanAccuracy({ accuracy, corruptions, attacks }: Network): number | undefined {
  return accuracy ?? corruptions?.clean.accuracy ?? attacks?.clean.accuracy;
}

function meanKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
