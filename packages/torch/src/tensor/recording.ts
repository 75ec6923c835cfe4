/**
 * Watches which operators run, in order and with what: what the translation of a model into another format is made of.
 *
 * @module
 */

/** One call of an operator. */
export interface OperatorCall {
  /** With its overload: `aten::mean.dim`. */
  readonly operator: string;
  /** By the names of the schema; what was left out, or `undefined`, stands for the schema's default. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Native values. Of a tensor its handle: the `handle` of the {@link Tensor} that the caller sees. */
  readonly outputs: readonly unknown[];
}

/** Told of every call, before the caller gets its result. */
export type CallWatcher = (call: OperatorCall) => void;

let watcher: CallWatcher | undefined;

/**
 * Runs `work` and tells `watch` of every operator that it calls by name, {@link Tensor}'s methods included. A composite operator is
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

/** Tells the watcher, if there is one, of a call. */
export function reportCall(operator: string, parameters: readonly string[], args: readonly unknown[], result: unknown) {
  if (!watcher) return;
  const inputs = Object.fromEntries(args.map((value, i) => [parameters[i] ?? `#${i}`, value]));
  watcher({ operator, inputs, outputs: Array.isArray(result) ? result : [result] });
}
