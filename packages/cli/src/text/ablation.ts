/**
 * An ablation as `selectivity ablate` shows it to people.
 *
 * @module
 */
import { formatSigned } from "@selectivity-lab/base";
import type { AblateDocument } from "@selectivity-lab/lab";
import { formatDifference, formatShare, formatTable } from "../terminal/format.js";

type Units = Extract<AblateDocument, { kind: "units" }>;
type Cumulative = Extract<AblateDocument, { kind: "cumulative" }>;

/** A single network in detail, a sweep by alpha. @param file where a table was also written. */
export function describeAblation(document: AblateDocument, file: string | undefined): string {
  const alphas = document.byAlpha.length > 1 || (document.byAlpha[0]?.n ?? 0) > 1;
  const text = document.kind === "units" ? describeUnits(document, alphas) : describeCurves(document, alphas);
  const notes = document.notes.map((note) => `note: ${note}`);
  return [text, ...notes, ...(file === undefined ? [] : [`written to ${file}`])].join("\n\n");
}

function describeUnits(document: Units, byAlpha: boolean): string {
  const { settings, networks } = document;
  const measure = settings.measures.at(-1) as string;
  const held = settings.to === "zero" ? "0" : "their mean";
  const head = `each unit alone held at ${held}, the first ${settings.images.images} images of the ${settings.images.split} split`;
  const legend = `damage: accuracy lost without the unit, mean and largest; margin: the same of the logit margin, all classes,
the class that the unit selects, the others; ρ: rank correlation of ${measure} and margin damage over units`;
  if (byAlpha) {
    const rows = document.byAlpha.map(({ alpha, n, estimates }) => [
      ...[formatSigned(alpha), String(n), formatDifference(estimates.accuracyDamage?.mean)],
      ...[estimates.selectedMarginDamage?.mean, estimates.otherMarginDamage?.mean].map(formatDifference),
      ...[formatDifference(estimates.correlation?.mean), formatRange(estimates.correlation)],
    ]);
    const columns = ["alpha", "n", "damage", "own class", "others", "ρ", "95%"];
    return `${head}\n\n${formatTable([columns, ...rows])}\n\n${legend}`;
  }
  const [network] = networks;
  if (!network?.summary || !network.found) return `${head}\n\nnot done`;
  const rows = network.summary.layers.map((layer) => [
    ...[layer.name, String(layer.units), formatDifference(layer.accuracyDamage)],
    ...[layer.largestAccuracyDamage, layer.marginDamage, layer.selectedMarginDamage].map(formatDifference),
    ...[formatDifference(layer.otherMarginDamage), formatDifference(layer.correlation)],
  ]);
  const columns = ["layer", "units", "damage", "largest", "margin", "own class", "others", "ρ"];
  return `${head}
accuracy of the whole network ${formatShare(network.found.whole.accuracy)}

${formatTable([columns, ...rows])}

${legend}`;
}

function describeCurves(document: Cumulative, byAlpha: boolean): string {
  const { settings } = document;
  const { images } = settings.images;
  const held = settings.to === "zero" ? "0" : "their mean";
  const head = `units held at ${held} one after the other, ranked by ${settings.by} inside each layer, the first ${images} images of the ${settings.images.split} split
area under accuracy relative to the whole network's, 1 where nothing is lost; mean of ${settings.random} random orders`;
  if (byAlpha) {
    const rows = document.byAlpha.flatMap(({ alpha, n, estimates }) =>
      settings.scopes.map(({ name }) => [
        ...[formatSigned(alpha), String(n), name],
        ...["selective", "unselective", "random"].map((order) => formatShare(estimates[`${name}: ${order}`]?.mean)),
        formatDifference(estimates[`${name}: selective − random`]?.mean),
        formatRange(estimates[`${name}: selective − random`]),
      ]),
    );
    const columns = ["alpha", "n", "units of", "selective", "unselective", "random", "difference", "95%"];
    return `${head}\n\n${formatTable([columns, ...rows])}`;
  }
  const rows = (document.networks[0]?.summary ?? []).map(({ name, selective, unselective, random }) => [
    ...[name, formatShare(selective), formatShare(unselective), formatShare(random)],
    formatDifference(selective - random),
  ]);
  const columns = ["units of", "selective first", "unselective first", "random", "selective − random"];
  return `${head}\n\n${formatTable([columns, ...rows])}`;
}

function formatRange(estimate: AblateDocument["byAlpha"][number]["estimates"][string] | undefined): string {
  if (!estimate || estimate.low === null || estimate.high === null) return "–";
  return `${formatDifference(estimate.low)} to ${formatDifference(estimate.high)}`;
}
