/**
 * Errors as data: what an error is for programs (code, path, whose fault), and its text for people, composed here alone.
 *
 *     Class weights cannot be read: models/best.pt          problem
 *       ✖ conv1.weight: expected [16, 3, 3, 3]              details, one line each
 *       to do: name a file of that model                    remedy
 *
 * Nobody reads a message back, and nobody decides by a class's name: programs use the fields.
 * @module
 */

/** Whose fault an error is: `input`, the command or what it was given; `work`, what went wrong while working. */
export type Fault = "input" | "work";

/** What an error is. `Code`: the codes that its class knows. */
export interface ErrorFacts<Code extends string = string> {
  /** What went wrong, for programs: kebab-case, such as `unknown-model`. */
  readonly code: Code;
  /** A sentence that stands alone: who, what was expected, what was received. */
  readonly problem: string;
  /** What to do, as an instruction without a final period. */
  readonly remedy?: string | undefined;
  /** File or folder that the error is about. */
  readonly path?: string | undefined;
  /** More lines for people, such as one for each of several problems. */
  readonly details?: readonly string[] | undefined;
  /** `input` by default: the exit code is then 2, else 1. */
  readonly fault?: Fault | undefined;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/** The base class of every error that Selectivity Lab throws on purpose. */
export class LabError<Code extends string = string> extends Error {
  override readonly name: string = "LabError";
  readonly code: Code;
  readonly problem: string;
  readonly remedy: string | undefined;
  readonly path: string | undefined;
  readonly details: readonly string[];
  readonly fault: Fault;

  constructor(facts: ErrorFacts<Code>) {
    super(composeMessage(facts), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code;
    this.problem = facts.problem;
    this.remedy = facts.remedy;
    this.path = facts.path;
    this.details = facts.details ?? [];
    this.fault = facts.fault ?? "input";
  }
}

/** The text of an error: its problem, its details indented, and what to do. */
export function composeMessage({ problem, details = [], remedy }: Omit<ErrorFacts, "code">): string {
  return [problem, ...details.map((line) => `  ${line}`), ...(remedy ? [`  to do: ${remedy}`] : [])].join("\n");
}
