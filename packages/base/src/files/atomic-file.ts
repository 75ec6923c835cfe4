/**
 * A file that appears complete or not at all, whenever the process or the machine dies.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nameFile } from "../errors/system-error.js";

/**
 * A file that is written under a temporary name in the same folder. {@link AtomicFile.finish} or {@link AtomicFile.abandon} it.
 * Until it is finished, a file that was at its path stays as it is.
 */
export class AtomicFile {
  /** Descriptor to write to. */
  readonly descriptor: number;
  readonly #temporary: string;
  #isOpen = true;

  constructor(readonly path: string) {
    this.#temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
    this.descriptor = this.#naming(() => openSync(this.#temporary, "wx"));
  }

  /** Flushes the file, gives it its name, and flushes the folder. */
  finish(): void {
    this.#naming(() => {
      fsyncSync(this.descriptor);
      this.#close();
      renameSync(this.#temporary, this.path);
    });
    const folder = openSync(dirname(this.path), "r");
    try {
      fsyncSync(folder); // the rename is a change of the folder
    } finally {
      closeSync(folder);
    }
  }

  /** Writes some bytes after those written before. @returns how many. */
  write(bytes: Uint8Array, position?: number): number {
    return this.#naming(() => writeSync(this.descriptor, bytes, 0, bytes.length, position));
  }

  /** Gives up: closes the file and removes it. */
  abandon(): void {
    this.#close();
    rmSync(this.#temporary, { force: true });
  }

  /** Does something with the file. Errors name the file that was to be, not the temporary one. */
  #naming<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw nameFile(error, this.path);
    }
  }

  /** Once: the number of a closed descriptor may be that of another file by now. */
  #close(): void {
    if (this.#isOpen) closeSync(this.descriptor);
    this.#isOpen = false;
  }
}
