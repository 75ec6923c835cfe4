/**
 * Two measurements of the same work, now and then: the ratio of their times with its spread, and what it says.
 *
 * A ratio above 1 means that we became slower. Verdicts look at the quartiles and at the fastest times, which nobody disturbed:
 * "slower" where the lower quartile and the ratio of the fastest times are both beyond the tolerance, "faster" likewise, "same"
 * where both quartiles are within, "unsure" where the spread hides it.
 *
 * @module
 */
import { quantile } from "./statistics.js";

/** Runs that alternated: their ratios are taken within a round. */
export function compareRounds(now, then, tolerance) {
  const ratios = now.runs.map((run, round) => run.milliseconds / then.runs[round].milliseconds);
  const [low, ratio, high] = [0.25, 0.5, 0.75].map((p) => quantile(ratios, p));
  const verdict = verdictOf({ low, high, calm: now.fastest / then.fastest }, tolerance);
  return { ratio, low, high, verdict, memory: memoryOf(now, then) };
}

/**
 * The lines of one workload beside its recorded results. Times of the same machine, libtorch and thread count are compared as they are;
 * otherwise each as a share of the best PyTorch variant of its own run; without one nothing can be said.
 */
export function compareWithRecorded(workload, now, then, tolerance) {
  const other = differences(now, then);
  const peer = other.length > 0 ? commonPeer(now, then) : null;
  return now.variants
    .filter((variant) => !isPeer(variant))
    .map((variant) => {
      const line = { workload, variant: variant.name };
      const recorded = then.variants.find(({ name }) => name === variant.name);
      if (!recorded) return { ...line, verdict: "not comparable", note: "not in the recorded results" };
      if (other.length > 0 && !peer)
        return { ...line, verdict: "not comparable", note: `${other.join("; ")}; no PyTorch variant on both sides` };
      const notes = [
        now.title === then.title ? null : `described differently then: ${then.title}`,
        peer ? `relative to ${peer}: ${other.join("; ")}` : null,
      ];
      const [a, b] = [seriesOf(now, variant, peer), seriesOf(then, recorded, peer)];
      const [low, high] = [quantile(a, 0.25) / quantile(b, 0.75), quantile(a, 0.75) / quantile(b, 0.25)];
      const ratio = quantile(a, 0.5) / quantile(b, 0.5);
      const verdict = verdictOf(
        { low, high, calm: fastestOf(now, variant, peer) / fastestOf(then, recorded, peer) },
        tolerance,
      );
      return { ...line, ratio, low, high, verdict, memory: memoryOf(variant, recorded), note: joined(notes) };
    });
}

/** The table of all lines, and the exit code: 0, 1 where something is slower, 2 where nothing could be compared. */
export function summarize(lines, tolerance) {
  const rows = lines.map(({ workload, variant, ratio, low, high, verdict, memory, note }) => [
    `${workload}: ${variant}`,
    ratio === undefined ? "" : `${ratio.toFixed(3)} × [${low.toFixed(3)} … ${high.toFixed(3)}]`,
    verdict,
    memory ?? "",
    note ?? "",
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
  const text = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const slower = lines.filter(({ verdict }) => verdict === "slower").length;
  const compared = lines.filter(({ ratio }) => ratio !== undefined).length;
  const percent = Number((100 * (tolerance - 1)).toFixed(2));
  const last =
    compared === 0 ? "nothing could be compared" : `${slower} of ${compared} slower by more than ${percent}%`;
  return { text: [...text, last].join("\n"), exitCode: compared === 0 ? 2 : slower > 0 ? 1 : 0 };
}

function verdictOf({ low, high, calm }, tolerance) {
  if (low > tolerance && calm > tolerance) return "slower";
  if (high < 1 / tolerance && calm < 1 / tolerance) return "faster";
  return low >= 1 / tolerance && high <= tolerance ? "same" : "unsure";
}

function memoryOf(now, then) {
  return `${then.megabytes} → ${now.megabytes} MB`;
}

/** What a time depends on besides our code, where it differs. */
function differences(now, then) {
  const sides = [
    ["processor", (result) => `${result.machine.processor}, ${result.machine.cores} cores`],
    ["libtorch", (result) => result.versions.libtorch],
    ["threads", (result) => String(result.threads)],
    ["Node", (result) => result.versions.node],
  ];
  return sides.filter(([, of]) => of(now) !== of(then)).map(([what, of]) => `${what} was ${of(then)}, is ${of(now)}`);
}

const isPeer = ({ name }) => /^(PyTorch|python|NumPy)\b/.test(name);

/** The name of the peer that was best then and was measured now too; null where there is none. */
function commonPeer(now, then) {
  const here = new Set(now.variants.filter(isPeer).map(({ name }) => name));
  const peers = then.variants.filter(({ name }) => here.has(name)).sort((a, b) => a.median - b.median);
  return peers[0]?.name ?? null;
}

/** Times of a variant, one per round; as shares of a peer's time in the same round where a peer is given. */
function seriesOf({ variants }, { runs }, peer) {
  const beside = peer && variants.find(({ name }) => name === peer).runs;
  return runs.map(({ milliseconds }, round) => milliseconds / (beside ? beside[round].milliseconds : 1));
}

/** The fastest time of a variant; as a share of a peer's fastest where a peer is given. */
function fastestOf({ variants }, { fastest }, peer) {
  return fastest / (peer ? variants.find(({ name }) => name === peer).fastest : 1);
}

function joined(notes) {
  return notes.filter(Boolean).join("; ") || undefined;
}
