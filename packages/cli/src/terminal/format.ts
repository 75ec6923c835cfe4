/**
 * Numbers as people read them.
 *
 * @module
 */

/** `−20`, `+0.5`, `0`: alphas with a true minus, so that they line up. */
export function alphaText(alpha: number): string {
  return alpha === 0 ? "0" : `${alpha > 0 ? "+" : "−"}${Math.abs(alpha)}`;
}

/** A duration: `42 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `1 network`, `2 networks`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** Three digits after the point, with a true minus; `–` for what is not there. */
export function share(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  return value.toFixed(3).replace("-", "−");
}

/** Rows of cells in columns, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => row.map((cell, column) => cell.padStart(columns[column] ?? 0)).join("  ")).join("\n");
}
