/**
 * PyTorch's own files of weights: state dicts as `torch.save` writes them, alone or among what else a training script keeps.
 *
 * Read strictly, and nothing in them is executed. A pickle may name what it likes outside of the state dict: there it is a name and no
 * more, and is reported to the caller. The state dict itself may hold tensors and plain values; for anything else,
 * such as a whole pickled model, the file is refused by that name. torch-archive.ts and old-torch-file.ts describe the two formats.
 * @module
 */

import { describeUnreadable, FileError, isSystemError, readable, ZipError } from "@selectivity-lab/base";
import { scope } from "../tensor/scope.js";
import type { Tensor } from "../tensor/tensor.js";
import { withOldTorchFile } from "./old-torch-file.js";
import { PickleError } from "./pickle-machine.js";
import { findStateDict } from "./state-dict.js";
import { type OpenTorchFile, withTorchArchive } from "./torch-archive.js";
import { loadPickledTensor } from "./torch-tensor.js";
import { weightsFormat } from "./weights-format.js";

/** A file of PyTorch cannot be read. */
export class TorchFileError extends FileError {
  override readonly name = "TorchFileError";
}

/** The contents of a file. */
export interface TorchFile {
  /** Of the state dict, under the names that it has there: on the CPU, row-major, owned by the caller's scope, in the order of the file. */
  readonly tensors: Map<string, Tensor>;
  /** The names under which the state dict lay in the file, such as "state_dict", the outermost first; none where it is all there is. */
  readonly wrappers: readonly string[];
  /** Names of further state dicts in the file, such as "state_dict_ema"; the first one was read. */
  readonly others: readonly string[];
  /** What else the file names, such as `argparse.Namespace`: nothing was made of it. */
  readonly strangers: readonly string[];
}

/**
 * Reads the tensors of a state dict, wherever in the file it is.
 *
 * @throws {@link TorchFileError} when the file is missing or damaged, holds no state dict, or holds something else in it.
 */
export function readTorchFile(path: string): TorchFile {
  try {
    const isOld = weightsFormat(path) === "old torch";
    return (isOld ? withOldTorchFile : withTorchArchive)(path, stateDictIn);
  } catch (cause) {
    if (isSystemError(cause)) throw new TorchFileError(describeUnreadable(path, cause));
    const complaint = describeFault(cause);
    if (complaint === undefined) throw cause;
    throw new TorchFileError({ code: "invalid-torch-file", path, complaint, remedy: chooseRemedy(cause), cause });
  }
}

function stateDictIn({ content, strangers, bytesOf }: OpenTorchFile): TorchFile {
  const { tensors, wrappers, others } = findStateDict(content);
  return {
    tensors: scope(
      () => new Map([...tensors].map(([name, tensor]) => [name, loadPickledTensor(tensor, bytesOf(tensor.storage))])),
    ),
    wrappers,
    others,
    strangers: [...strangers].map(readable),
  };
}

const REMEDY = "save the network's state dict with torch.save(model.state_dict(), path), or as safetensors";

/** An archive that cannot be opened is most often one that was cut off. */
function chooseRemedy(error: unknown): string {
  return error instanceof ZipError ? `${REMEDY}; if it was downloaded or copied, do that again` : REMEDY;
}

/** What an error says about the file; `undefined` for a bug of ours. */
function describeFault(error: unknown): string | undefined {
  if (error instanceof PickleError) return error.problem;
  if (error instanceof ZipError) return error.complaint;
  if (error instanceof Error && "code" in error && error.code === "ERR_FS_FILE_TOO_LARGE")
    return "is of the old format, of which only files of up to 2 GiB can be read.";
  return undefined;
}
