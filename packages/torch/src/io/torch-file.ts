/**
 * PyTorch's own files of weights: state dicts as `torch.save` writes them since 1.6.
 *
 *     zip: <name>/data.pkl   a pickle of dictionaries of tensors, which refer to storages
 *          <name>/data/<key> the bytes of a storage
 *
 * Read strictly, and nothing in them is executed: see pickle.ts. A whole pickled model is refused, its state dict is wanted.
 * @module
 */
import { fromBytes } from "../create.js";
import { type DType, itemSize } from "../dtype.js";
import { operator } from "../operator.js";
import { scope } from "../scope.js";
import { Tensor } from "../tensor.js";
import { PickleError, unpickle } from "./pickle.js";
import { ZipArchive } from "./zip.js";
import { ZipError } from "./zip-directory.js";

/** A file of PyTorch cannot be read. The message says why, and what to do. */
export class TorchFileError extends Error {
  override readonly name = "TorchFileError";
  readonly code = "TORCH_FILE";

  constructor(
    readonly path: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(
      `${path}: ${problem}\n  to do: save the network's state dict with torch.save(model.state_dict(), path), or as safetensors`,
      options,
    );
  }
}

const STORAGES: Readonly<Record<string, DType>> = {
  "torch.FloatStorage": "float32",
  "torch.DoubleStorage": "float64",
  "torch.HalfStorage": "float16",
  "torch.BFloat16Storage": "bfloat16",
  "torch.LongStorage": "int64",
  "torch.IntStorage": "int32",
  "torch.ShortStorage": "int16",
  "torch.CharStorage": "int8",
  "torch.ByteStorage": "uint8",
  "torch.BoolStorage": "bool",
};

/** Names under which training scripts keep the state dict of the network among other things. */
const WRAPPERS = ["state_dict", "model_state_dict", "model", "net"];

/** What data-parallel training puts before every name. */
const PARALLEL = "module.";

interface Storage {
  readonly dtype: DType;
  readonly key: string;
  readonly numel: number;
}

/**
 * Reads the tensors of a state dict.
 *
 * One that lies inside a training checkpoint, under "state_dict", "model_state_dict", "model" or "net", is found there; a
 * "module." before every name is dropped.
 *
 * @returns tensors on the CPU, row-major, owned by the caller's scope, in the order of the file.
 * @throws {@link TorchFileError} when the file is missing, damaged, of the old format, or holds anything but tensors.
 */
export function readTorchFile(path: string): Map<string, Tensor> {
  try {
    const archive = new ZipArchive(path, { mayLackChecksums: true });
    try {
      return scope(() => namedTensors(path, read(path, archive)));
    } finally {
      archive.close();
    }
  } catch (cause) {
    if (!(cause instanceof ZipError || cause instanceof PickleError)) throw cause;
    const problem = cause instanceof ZipError ? cause.message.slice(path.length + 2) : cause.message;
    throw new TorchFileError(path, problem, { cause });
  }
}

function read(path: string, archive: ZipArchive): unknown {
  const pickle = archive.names.find((name) => name.endsWith("/data.pkl") || name === "data.pkl");
  if (!pickle) throw new TorchFileError(path, "expected an archive with data.pkl, as torch.save writes it.");
  const folder = pickle.slice(0, -"data.pkl".length);
  if (
    archive.names.includes(`${folder}byteorder`) &&
    Buffer.from(archive.read(`${folder}byteorder`)).toString() !== "little"
  )
    throw new TorchFileError(path, "expected little-endian numbers.");
  const storages = new Map<string, Uint8Array>();
  const bytesOf = ({ key, dtype, numel }: Storage) => {
    const bytes = storages.get(key) ?? archive.read(`${folder}data/${key}`);
    storages.set(key, bytes);
    if (bytes.length < numel * itemSize(dtype))
      throw new TorchFileError(
        path,
        `storage ${key}: expected ${numel} numbers of ${dtype}, got ${bytes.length} bytes.`,
      );
    return bytes;
  };
  return unpickle(archive.read(pickle), (name) => known(name, bytesOf), storageOf);
}

/** What a state dict may name. */
function known(
  name: string,
  bytesOf: (storage: Storage) => Uint8Array,
): ((...values: unknown[]) => unknown) | undefined {
  if (name in STORAGES) return () => name;
  if (name === "collections.OrderedDict") return () => new Map();
  if (name === "torch.Size") return (sizes) => sizes;
  if (name === "torch._utils._rebuild_tensor_v2" || name === "torch._utils._rebuild_tensor")
    return (storage, offset, shape, strides) => strided(storage as Storage, offset, shape, strides, bytesOf);
  if (name === "torch._utils._rebuild_parameter") return (tensor) => tensor;
  return undefined;
}

function storageOf(id: unknown): Storage {
  const [kind, type, key, , numel] = Array.isArray(id) ? id : [];
  const dtype = STORAGES[String(type)];
  if (kind !== "storage" || !dtype || typeof key !== "string" || typeof numel !== "number")
    throw new PickleError(`it refers to ${JSON.stringify(id)}, which is no storage of numbers.`);
  return { dtype, key, numel };
}

function strided(
  storage: Storage,
  offset: unknown,
  shape: unknown,
  strides: unknown,
  bytesOf: (storage: Storage) => Uint8Array,
): Tensor {
  if (!(areCounts(shape) && areCounts(strides) && areCounts([offset]) && shape.length === strides.length))
    throw new PickleError(
      `it asks for a tensor of shape ${JSON.stringify(shape)}, strides ${JSON.stringify(strides)}, offset ${offset}.`,
    );
  const last = shape.reduce(
    (sum, side, axis) => sum + Math.max(0, side - 1) * (strides[axis] as number),
    offset as number,
  );
  const isEmpty = shape.includes(0);
  if (!isEmpty && last >= storage.numel)
    throw new PickleError(`it asks for number ${last} of a storage of ${storage.numel}.`);
  const { dtype, numel } = storage;
  return scope(() => {
    const whole = fromBytes(bytesOf(storage).subarray(0, numel * itemSize(dtype)), { dtype, shape: [numel] });
    return isEmpty
      ? whole.narrow(0, 0, 0).reshape(shape)
      : asStrided(whole, shape, strides, offset as number)
          .clone()
          .contiguous();
  });
}

function areCounts(values: unknown): values is number[] {
  return Array.isArray(values) && values.every((value) => Number.isSafeInteger(value) && value >= 0);
}

/** The tensors of the state dict, wherever in the file it lies. */
function namedTensors(path: string, content: unknown): Map<string, Tensor> {
  if (!(content instanceof Map))
    throw new TorchFileError(path, "expected a dictionary of tensors, got something else.");
  const inside = WRAPPERS.map((name) => content.get(name)).find((value) => value instanceof Map);
  const entries = [...((inside as Map<unknown, unknown> | undefined) ?? content)].filter(
    (entry): entry is [string, Tensor] => typeof entry[0] === "string" && entry[1] instanceof Tensor,
  );
  if (entries.length === 0)
    throw new TorchFileError(
      path,
      `expected a dictionary of tensors, got one of ${[...content.keys()].slice(0, 5).join(", ") || "nothing"}.`,
    );
  const isParallel = entries.every(([name]) => name.startsWith(PARALLEL));
  return new Map(entries.map(([name, tensor]) => [isParallel ? name.slice(PARALLEL.length) : name, tensor]));
}

const asStrided = operator("aten::as_strided");
