/**
 * Data that a worker keeps between two jobs.
 *
 * @module
 */

/** Keeps what was loaded last, and frees it before it loads something else: both at once may not fit into memory. */
export class KeptData<Data> {
  #kept: { readonly key: string; readonly data: Data } | undefined;

  constructor(private readonly free: (data: Data) => void) {}

  /** What belongs to a key, kept or loaded now. A load that fails leaves nothing behind. */
  async load(key: string, load: () => Promise<Data>): Promise<Data> {
    if (this.#kept?.key === key) return this.#kept.data;
    if (this.#kept) this.free(this.#kept.data);
    this.#kept = undefined;
    const data = await load();
    this.#kept = { key, data };
    return data;
  }
}
