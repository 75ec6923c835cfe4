/**
 * What PyTorch's pickles say of tensors: which storage each is of, and how it lies there. Storages themselves are elsewhere in the file.
 * @module
 */

import { formatExcerpt } from "@selectivity-lab/base";
import type { DType } from "../tensor/dtype.js";
import { unpickle } from "./pickle.js";
import { type Call, Named, PickleError } from "./pickle-machine.js";

/** Numbers in a file, which tensors are views of. */
export class Storage {
  constructor(
    readonly dtype: DType,
    readonly key: string,
    /** As the pickle says it: not checked. */
    readonly numel: number,
  ) {}
}

/** A tensor as the pickle describes it: not checked, and not read. */
export class PickledTensor {
  constructor(
    readonly storage: Storage,
    readonly offset: unknown,
    readonly shape: unknown,
    readonly strides: unknown,
  ) {}
}

/** The contents of a pickle. */
export interface Unpickled {
  /** As {@link unpickle} gives it, with {@link PickledTensor}s. */
  readonly content: unknown;
  /** Names in it that have nothing to do with tensors: in the order of the file, each once. */
  readonly strangers: ReadonlySet<string>;
  /** All storages, by key. */
  readonly storages: ReadonlyMap<string, Storage>;
  /** Where it ends, in bytes. */
  readonly end: number;
}

const STORAGES: ReadonlyMap<string, DType> = new Map([
  ["torch.FloatStorage", "float32"],
  ["torch.DoubleStorage", "float64"],
  ["torch.HalfStorage", "float16"],
  ["torch.BFloat16Storage", "bfloat16"],
  ["torch.LongStorage", "int64"],
  ["torch.IntStorage", "int32"],
  ["torch.ShortStorage", "int16"],
  ["torch.CharStorage", "int8"],
  ["torch.ByteStorage", "uint8"],
  ["torch.BoolStorage", "bool"],
]);

/** A tensor of an unknown kind, such as complex, remains the name of that kind. */
const rebuildTensor: Call = ([storage, offset, shape, strides]) =>
  storage instanceof Storage ? new PickledTensor(storage, offset, shape, strides) : storage;

const itself: Call = ([value]) => value;

/** All that a pickle may call. */
const CALLS: ReadonlyMap<string, Call> = new Map([
  ["collections.OrderedDict", () => new Map()],
  ["torch.Size", itself],
  ["torch._utils._rebuild_tensor", rebuildTensor],
  ["torch._utils._rebuild_tensor_v2", rebuildTensor],
  ["torch._utils._rebuild_parameter", itself],
  ["torch._utils._rebuild_parameter_with_state", itself],
]);

/** Reads a pickle that begins at a byte. @throws {@link PickleError} */
export function unpickleTensors(bytes: Uint8Array, start = 0): Unpickled {
  const strangers = new Set<string>();
  const storages = new Map<string, Storage>();
  const find = (name: string) => {
    const call = CALLS.get(name);
    if (!call && !STORAGES.has(name)) strangers.add(name);
    return call;
  };
  const persistent = (id: unknown) => {
    const referred = referredTo(id);
    if (referred instanceof Storage) storages.set(referred.key, referred);
    return referred;
  };
  const { value, end } = unpickle(bytes, { find, persistent }, start);
  return { content: value, strangers, storages, end };
}

/** A storage, or the name of something that cannot be read as one. */
function referredTo(id: unknown): Storage | Named {
  const [kind, type, key, , numel, view = null] = Array.isArray(id) ? id : [];
  if (kind === "module" && type instanceof Named) return type; // the old format: a class, and its source beside it
  if (kind !== "storage" || !(type instanceof Named) || typeof key !== "string" || typeof numel !== "number")
    throw new PickleError(`it refers to ${formatExcerpt(id)}, which is no storage of numbers.`);
  const dtype = STORAGES.get(type.name);
  if (!dtype) return type;
  return view === null ? new Storage(dtype, key, numel) : new Named(`${type.name}, a view of another`); // before PyTorch 0.4
}
