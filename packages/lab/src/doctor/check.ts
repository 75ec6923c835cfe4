/**
 * What the doctor says about one thing that it looked at.
 *
 * @module
 */

/** One thing that was looked at. */
export interface DoctorCheck {
  readonly name: string;
  /** `absent`: missing, but not needed for training; `bad`: needed, and not usable. */
  readonly state: "fine" | "absent" | "bad";
  readonly found: string;
  /** What to do, where something can be done. */
  readonly remedy?: string;
}

/** Bytes in units of 2³⁰. */
export function formatGibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
