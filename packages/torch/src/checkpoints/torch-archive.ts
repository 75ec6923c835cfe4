/**
 * A file as `torch.save` writes it since 1.6: a zip archive.
 *
 *     <name>/data.pkl    a pickle of dictionaries of tensors, which refer to storages
 *     <name>/data/<key>  the bytes of a storage
 *     <name>/byteorder   "little"; not in files before 2.1
 * @module
 */

import { ZipArchive } from "@selectivity-lab/base";
import { PickleError } from "./pickle-machine.js";
import { REFUSED_ARCHIVES } from "./refused-files.js";
import { type Storage, type Unpickled, unpickleTensors } from "./torch-pickle.js";

/** A file of either format, for as long as it is open. */
export interface OpenTorchFile extends Unpickled {
  /** The bytes of a storage, or of more. */
  readonly bytesOf: (storage: Storage) => Uint8Array;
}

/**
 * Opens a file for as long as `use` runs.
 *
 * @throws ZipError, {@link PickleError}
 */
export function withTorchArchive<Result>(path: string, use: (file: OpenTorchFile) => Result): Result {
  const archive = new ZipArchive(path, { mayLackChecksums: true });
  try {
    const { names } = archive;
    const refused = REFUSED_ARCHIVES.find(({ entry }) => names.some((name) => entry.test(name)));
    if (refused) throw new PickleError(refused.problem);
    const pickle = names.find((name) => name.endsWith("/data.pkl") || name === "data.pkl");
    if (!pickle) throw new PickleError("expected an archive with data.pkl, as torch.save writes it.");
    const folder = pickle.slice(0, -"data.pkl".length);
    const order = `${folder}byteorder`;
    if (names.includes(order) && Buffer.from(archive.read(order)).toString() !== "little")
      throw new PickleError("expected little-endian numbers.");
    const read = new Map<string, Uint8Array>(); // several tensors may share a storage
    const bytesOf = ({ key }: Storage) => {
      const bytes = read.get(key) ?? archive.read(`${folder}data/${key}`);
      read.set(key, bytes);
      return bytes;
    };
    return use({ ...unpickleTensors(archive.read(pickle)), bytesOf });
  } finally {
    archive.close();
  }
}
