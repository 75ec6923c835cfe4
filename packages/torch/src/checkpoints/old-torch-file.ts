/**
 * A file as `torch.save` wrote it before 1.6, and still does on request: several pickles, then bytes.
 *
 *     pickle   the magic number          pickle   1001, the version of all this
 *     pickle   of the machine: whether its numbers are little-endian
 *     pickle   of dictionaries of tensors, which refer to storages
 *     pickle   the keys of the storages, in the order in which they follow
 *     int64    how many numbers the first storage has; then these; then the next
 * @module
 */
import { readFileSync } from "node:fs";
import { formatExcerpt } from "@selectivity-lab/base";
import { itemSize } from "../tensor/dtype.js";
import { PickleError } from "./pickle-machine.js";
import type { OpenTorchFile } from "./torch-archive.js";
import { type Storage, unpickleTensors } from "./torch-pickle.js";

const MAGIC = 0x1950a86a20f9469cfc6cn;
const VERSION = 1001;

/**
 * Reads a file, whole, and hands it to `use`.
 *
 * @throws {@link PickleError}, and what the file system says.
 */
export function withOldTorchFile<Result>(path: string, use: (file: OpenTorchFile) => Result): Result {
  const bytes = readFileSync(path);
  const magic = unpickleTensors(bytes);
  if (magic.content !== MAGIC)
    throw new PickleError("expected a file that torch.save wrote, got a pickle of something else.");
  const version = unpickleTensors(bytes, magic.end);
  if (version.content !== VERSION)
    throw new PickleError(`expected version ${VERSION} of the old format, got ${formatExcerpt(version.content)}.`);
  const machine = unpickleTensors(bytes, version.end);
  if (!(machine.content instanceof Map) || machine.content.get("little_endian") !== true)
    throw new PickleError("expected little-endian numbers.");
  const saved = unpickleTensors(bytes, machine.end);
  const keys = unpickleTensors(bytes, saved.end);
  const places = placesOf(bytes, keys.content, keys.end, saved.storages);
  const bytesOf = ({ key }: Storage) => {
    const place = places.get(key);
    if (!place) throw new PickleError(`expected a storage ${formatExcerpt(key)}, found none.`);
    return place;
  };
  return use({ ...saved, bytesOf });
}

/** The bytes of each storage. Of one that no tensor refers to it is not known how long it is. */
function placesOf(bytes: Buffer, keys: unknown, start: number, storages: ReadonlyMap<string, Storage>) {
  if (!Array.isArray(keys)) throw new PickleError("expected a list of storages.");
  const places = new Map<string, Uint8Array>();
  let at = start;
  for (const key of keys) {
    const storage = storages.get(key);
    if (!storage) throw new PickleError(`storage ${formatExcerpt(key)} is of a kind that is not known.`);
    if (at + 8 > bytes.length) throw new PickleError(`it ends before storage ${formatExcerpt(key)}.`);
    const end = at + 8 + Number(bytes.readBigInt64LE(at)) * itemSize(storage.dtype);
    if (!(end >= at + 8 && end <= bytes.length)) throw new PickleError(`it ends in storage ${formatExcerpt(key)}.`);
    places.set(key, bytes.subarray(at + 8, end));
    at = end;
  }
  return places;
}
