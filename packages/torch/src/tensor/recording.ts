/**
 * Watches which operators run, in which order and with which arguments: the basis for translating a model into another format.
 *
 * @module
 */

/** One call of an operator. */
export interface OperatorCall {
  /** With its overload: `aten::mean.dim`. */
  readonly operator: string;
  /** By the names of the schema; arguments that were left out, or `undefined`, have the schema's default. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Native values. Of a tensor its handle: the `handle` of the {@link Tensor} that the caller sees. */
  readonly outputs: readonly unknown[];
}

/** Is called for every operator call, before the caller gets its result. */
export type CallWatcher = (call: OperatorCall) => void;

let watcher: CallWatcher | undefined;

/**
 * Runs `work` and reports to `watch` every operator that it calls by name, {@link Tensor}'s methods included. A composite operator is
 * one call, whatever libtorch does inside.
 *
 * @example
 * const names = [];
 * const watch = ({ operator }) => names.push(operator);
 * scope(() => watchCalls(watch, () => ones([2, 3]).relu().mean(0)));
 * names.slice(1) // ["aten::relu", "aten::mean.dim"]
 */
export function watchCalls<Result>(watch: CallWatcher, work: () => Result): Result {
  const before = watcher;
  watcher = watch;
  try {
    return work();
  } finally {
    watcher = before;
  }
}

/** Reports a call to the watcher, if there is one. */
export function reportCall(operator: string, parameters: readonly string[], args: readonly unknown[], result: unknown) {
  if (!watcher) return;
  const inputs = Object.fromEntries(args.map((value, i) => [parameters[i] ?? `#${i}`, value]));
  watcher({ operator, inputs, outputs: Array.isArray(result) ? result : [result] });
}
