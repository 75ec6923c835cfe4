/**
 * Who frees what: tensors made inside `scope(() => …)` are freed at its end, but for those it returns.
 * Garbage collection is only the net below: it does not see how much native memory a small handle holds.
 *
 * @module
 */

/** Something that holds native memory until `dispose()`. */
export interface Disposable {
  dispose(): void;
}

const scopes: Set<Disposable>[] = [];

/** Enters a new-made resource into the innermost open scope, if any. */
export function track(resource: Disposable): void {
  scopes.at(-1)?.add(resource);
}

/**
 * Runs `work` and frees every tensor that it made, except those in its result (itself, or inside arrays, Maps and
 * plain objects), which move to the scope around. Frees all of them when `work` throws.
 *
 * @throws TypeError when `work` returns a promise: its tensors would be freed while it still runs.
 * @example
 * const norm = scope(() => tensor([3, 4]).square().sum().sqrt());
 * norm.item() // 5
 */
export function scope<Result>(work: () => Result): Result {
  const made = new Set<Disposable>();
  scopes.push(made);
  let kept: Disposable[] = [];
  try {
    const result = work();
    if (result instanceof Promise)
      throw new TypeError("scope: expected a synchronous function, got one that returns a promise");
    kept = made.size > 0 ? [...resourcesIn(result, made)] : [];
    return result;
  } finally {
    scopes.pop();
    for (const resource of kept) {
      made.delete(resource);
      track(resource);
    }
    for (const resource of made) resource.dispose();
  }
}

/** A place for resources that outlives the scopes inside it: see {@link currentScope}. */
export interface Scope {
  /** Moves a resource that was made in a scope inside to this one. Returns it. */
  adopt<Resource extends Disposable>(resource: Resource): Resource;
}

/**
 * The innermost open scope, for whoever is handed tensors by work in scopes inside it and must hold them longer.
 * Where none is open, what is adopted is the caller's to dispose of.
 *
 * @example
 * scope(() => {
 *   const outside = currentScope();
 *   const held = [];
 *   scope(() => held.push(outside.adopt(tensor([1, 2]).square())));
 *   return held[0].sum().item();
 * }) // 5
 */
export function currentScope(): Scope {
  const made = scopes.at(-1);
  return {
    adopt: (resource) => {
      keep(resource);
      made?.add(resource);
      return resource;
    },
  };
}

/** Takes a resource out of every open scope: from here on the caller disposes of it. Returns it. */
export function keep<Resource extends Disposable>(resource: Resource): Resource {
  for (const made of scopes) made.delete(resource);
  return resource;
}

/** Frees a resource before the end of the innermost open scope, if that is the one to free it. */
export function release(resource: Disposable): void {
  if (scopes.at(-1)?.delete(resource)) resource.dispose();
}

function* resourcesIn(value: unknown, made: ReadonlySet<Disposable>): Generator<Disposable> {
  if (typeof value !== "object" || value === null) return;
  if (made.has(value as Disposable)) yield value as Disposable;
  else if (Array.isArray(value)) for (const item of value) yield* resourcesIn(item, made);
  else if (value instanceof Map) for (const item of value.values()) yield* resourcesIn(item, made);
  else if (Object.getPrototypeOf(value) === Object.prototype)
    for (const item of Object.values(value)) yield* resourcesIn(item, made);
}
