/**
 * Numbers as people read them: counts, percentages, signed numbers, durations, sizes. The only place that spells them.
 *
 * @module
 */

/** "1 seed", "2 seeds". */
export const formatCount = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;

/**
 * A share as a percentage: 0.818 is "81.8%".
 *
 * @param share from 0 to 1.
 * @param digits after the point.
 */
export function formatPercent(share: number, digits = 1): string {
  return `${formatDecimal(100 * share, digits)}%`;
}

/**
 * A number with its sign, and a typographic minus as wide as the plus: "+0.5", "−2", "0".
 *
 * @param digits after the point; by default as many as the number has.
 */
export function formatSigned(value: number, digits?: number): string {
  const text = digits === undefined ? String(value) : value.toFixed(digits);
  return value > 0 ? `+${text}` : withTypographicMinus(text);
}

/** A number with a fixed count of digits after the point and a typographic minus: "−0.250". */
export function formatDecimal(value: number, digits: number): string {
  return withTypographicMinus(value.toFixed(digits));
}

/** A duration: "42 s", "3 min 20 s", "2 h 5 min". */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/**
 * Bytes as whole megabytes of 10⁶: "12 MB".
 *
 * @param round `Math.round` by default; `Math.ceil` for what is needed, so that it is never announced as nothing.
 */
export function formatMegabytes(bytes: number, round: (value: number) => number = Math.round): string {
  return `${round(bytes / 1e6)} MB`;
}

/** Negative zero, and what rounds to it, has no sign. */
function withTypographicMinus(text: string): string {
  return text.replace(/^-(?=.*[1-9I])/, "−").replace(/^-/, "");
}
