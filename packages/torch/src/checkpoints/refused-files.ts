/**
 * Files that people take for weights and that are not read: what each is, and what to do with it.
 *
 * The lists are the ones that the readers use; documentation can be generated from them.
 * @module
 */
import { closeSync, openSync, readSync } from "node:fs";

/** A kind of file that is refused. */
export interface RefusedFile {
  /** A noun phrase, such as `a web page`. */
  readonly name: string;
  readonly remedy: string;
  /** Whether a file begins so. */
  readonly isIt: (head: Buffer) => boolean;
}

/** How many bytes decide. */
const HEAD = 512;

const startsWith = (text: string) => (head: Buffer) => head.toString("latin1", 0, text.length) === text;
const startsWithMarkup = (head: Buffer) => /^\s*<(!doctype|html|head|\?xml)/i.test(head.toString("latin1"));
const DOWNLOAD = "download the file itself: with curl use -L and the link of the download button";

/** Kinds of files, by their first bytes. */
export const REFUSED_FILES: readonly RefusedFile[] = [
  {
    name: "a Git LFS pointer, which stands for a file that was not downloaded",
    remedy: "run `git lfs pull` in the repository, or download the file itself",
    isIt: startsWith("version https://git-lfs"),
  },
  { name: "a web page", remedy: DOWNLOAD, isIt: startsWithMarkup },
  {
    name: "an HDF5 file, as Keras and TensorFlow write it",
    remedy: "convert the network to ONNX with tf2onnx and measure that",
    isIt: startsWith("\x89HDF\r\n\x1a\n"),
  },
  { name: "a gzip archive", remedy: "unpack it with gunzip or tar -xzf", isIt: startsWith("\x1f\x8b") },
  { name: "an xz archive", remedy: "unpack it with unxz or tar -xJf", isIt: startsWith("\xfd7zXZ") },
  { name: "a Zstandard archive", remedy: "unpack it with unzstd", isIt: startsWith("\x28\xb5\x2f\xfd") },
  { name: "a 7-Zip archive", remedy: "unpack it with 7z x", isIt: startsWith("7z\xbc\xaf") },
  {
    name: "a NumPy array",
    remedy: "save the state dict with torch.save or as safetensors",
    isIt: startsWith("\x93NUMPY"),
  },
  {
    name: "a GGUF file, of quantized weights",
    remedy: "name the safetensors file that it was made from",
    isIt: startsWith("GGUF"),
  },
  {
    name: "a tar archive",
    remedy: "unpack it with tar -xf",
    isIt: (head) => head.toString("latin1", 257, 262) === "ustar",
  },
  {
    name: "an ONNX file under another name",
    remedy: "rename it to end in .onnx and measure it without --model",
    isIt: (head) => head[0] === 0x08 && (head[1] ?? 0) <= 20 && head[2] === 0x12 && /^[\w.-]+$/.test(producer(head)),
  },
  {
    name: "a JSON text",
    remedy: "name the file of weights that lies next to it",
    isIt: (head) => /^\s*[{[]/.test(head.toString("latin1")),
  },
  {
    name: "nothing but zeros, as an interrupted download leaves it",
    remedy: "download or copy it again",
    isIt: (head) => head.length > 0 && head.every((byte) => byte === 0),
  },
];

/** The name of the program that wrote an ONNX file: its second field. */
function producer(head: Buffer): string {
  return head.toString("latin1", 4, 4 + (head[3] ?? 0));
}

/** The kind of a file that cannot be read as weights, where its first bytes say which. @throws what the file system says. */
export function findRefusedFile(path: string): RefusedFile | undefined {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(HEAD);
    const head = bytes.subarray(0, readSync(file, bytes, 0, HEAD, 0));
    return REFUSED_FILES.find(({ isIt }) => isIt(head));
  } finally {
    closeSync(file);
  }
}

/** Zip archives that torch.save did not write, by an entry of theirs. */
export const REFUSED_ARCHIVES: readonly { readonly entry: RegExp; readonly problem: string }[] = [
  {
    entry: /(^|\/)constants\.pkl$/,
    problem:
      "is a TorchScript archive, a program with weights: save torch.jit.load(path).state_dict() with torch.save.",
  },
  {
    entry: /(^|\/)model\.weights\.h5$/,
    problem: "is a Keras model: convert the network to ONNX with tf2onnx and measure that.",
  },
  { entry: /\.npy$/, problem: "is an archive of NumPy arrays: save the state dict with torch.save or as safetensors." },
  {
    entry: /(^|\/)(serialized_exported_program\.json|models\/.*\.json)$/,
    problem: "is a program of torch.export: save torch.export.load(path).state_dict with torch.save.",
  },
];

/** Tensors in a pickle that are not read, by the function that would make them. */
export const REFUSED_TENSORS: ReadonlyMap<string, string> = new Map([
  ["torch._utils._rebuild_qtensor", "a quantized tensor; dequantize the network before saving it"],
  ["torch._utils._rebuild_sparse_tensor", "a sparse tensor; call to_dense() before saving it"],
  ["torch._utils._rebuild_sparse_csr_tensor", "a sparse tensor; call to_dense() before saving it"],
  ["torch._utils._rebuild_meta_tensor_no_storage", "a tensor on the meta device, which has no values"],
  ["torch._utils._rebuild_nested_tensor", "a nested tensor; save one tensor for each part"],
  [
    "torch._utils._rebuild_tensor_v3",
    "a tensor of float8 or unsigned integers; convert it to float32 before saving it",
  ],
  ["torch._utils._rebuild_wrapper_subclass", "a tensor of a subclass; save plain tensors"],
  ["torch._tensor._rebuild_from_type_v2", "a tensor of a subclass; save plain tensors"],
  ["torch.ComplexFloatStorage", "a complex tensor; no network here has any"],
  ["torch.QInt8Storage", "a quantized tensor; dequantize the network before saving it"],
  ["torch.QUInt8Storage", "a quantized tensor; dequantize the network before saving it"],
]);
