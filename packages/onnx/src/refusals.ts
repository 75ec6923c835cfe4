/**
 * Everything that an ONNX file is refused for, and why: the errors take their remedies from here, and the documentation its table.
 *
 * @module
 */
import { OnnxError, type OnnxErrorCode } from "./error.js";
import { newestIr, newestOpset, oldestOpset } from "./versions.js";

/** A kind of file that is refused. */
export interface Refusal {
  /** What has it: a noun. */
  readonly what: string;
  readonly code: OnnxErrorCode;
  readonly why: string;
  readonly remedy: string;
}

/** All of them. */
export const refusals = {
  missing: {
    what: "a file that cannot be read",
    code: "unreadable",
    why: "there is nothing to measure",
    remedy: "name a .onnx file",
  },
  damaged: {
    what: "a file that is cut off, damaged, or in another format, such as a Git LFS pointer or ONNX Runtime's own .ort",
    code: "unreadable",
    why: "it holds no graph that can be opened",
    remedy: "copy it again, or export it again",
  },
  tooLarge: {
    what: "a file, or a file of weights, of more than 2 GB",
    code: "unsupported",
    why: "ONNX Runtime has 4 GB of memory in WebAssembly, and needs a file twice",
    remedy: "export a smaller network, or one in float16",
  },
  missingWeights: {
    what: "weights in a separate file that is missing, too short, or outside of the model's folder",
    code: "unreadable",
    why: "weights are read only from the model's own folder and those below it",
    remedy: "copy that file into the same folder, or export with the weights inside",
  },
  opset: {
    what: `standard operators older than opset ${oldestOpset} or newer than ${newestOpset}`,
    code: "unsupported",
    why: "ONNX Runtime has no such operators",
    remedy: `export it with an opset between ${oldestOpset} and ${newestOpset} (opset_version=17), or convert it with onnx.version_converter`,
  },
  ir: {
    what: `a file format (IR version) newer than ${newestIr}`,
    code: "unsupported",
    why: "ONNX Runtime does not read it",
    remedy: `save it with an older version of the onnx package, or set ir_version to ${newestIr} or less`,
  },
  layout: {
    what: "a file that ONNX Runtime optimized for one machine (com.microsoft.nchwc)",
    code: "unsupported",
    why: "its maps are cut into blocks of channels, which only that machine's kind of processor can run",
    remedy: "measure the file as it was before; or save the optimized one with ORT_ENABLE_EXTENDED",
  },
  operator: {
    what: "operators of other domains, and element types that an operator does not take",
    code: "unsupported",
    why: "only ONNX Runtime's own operators run; a custom operator is code that the file does not contain",
    remedy: `export it again with an opset between ${oldestOpset} and ${newestOpset}, using standard operators and float32 weights only`,
  },
  imageSize: {
    what: "a network that does not run on images of the data's size",
    code: "unsupported",
    why: "its layers are made for images of a different size, or for a fixed number of images",
    remedy: "export it for images of this size, with a dynamic first axis",
  },
  inputs: {
    what: "several inputs, or an input that is not [N, C, H, W] or [N, H, W, C]",
    code: "no-classifier",
    why: "only images are there to be put in",
    remedy: "export the network with images as its only input",
  },
  inputType: {
    what: "an input of another element type than float32, float16, float64 or uint8",
    code: "unsupported-type",
    why: "how pixels become such numbers is not plain",
    remedy: "export the network for images of float32",
  },
  pixelFormat: {
    what: "images with blue first (Image.BitmapPixelFormat Bgr8), or a range of 16 to 235, by the file's metadata",
    code: "no-classifier",
    why: "images are red, green, blue here, of the full range",
    remedy: "export the network for RGB images of the full range",
  },
  outputs: {
    what: "several outputs that may be the scores",
    code: "no-classifier",
    why: "an auxiliary head gives a different accuracy",
    remedy: 'choose the output with --output, name the output with the scores "logits", or export without the others',
  },
  noOutput: {
    what: "an --output that the file does not have",
    code: "no-classifier",
    why: "there are no such scores",
    remedy: "name one of its outputs with --output",
  },
  noScores: {
    what: "an output without a row of scores for each image: class numbers, maps, one number for each image",
    code: "no-classifier",
    why: "accuracy and cross entropy need a score for every class",
    remedy: "export a classifier whose output is its logits",
  },
  negatedScores: {
    what: "scores whose smallest is the answer, such as negative log probabilities",
    code: "no-classifier",
    why: "the largest score is taken as the answer",
    remedy: "export the logits instead",
  },
  noUnits: {
    what: "a network without a nonlinearity whose output can be opened",
    code: "no-units",
    why: "units are what comes out of a nonlinearity",
    remedy: "measure a network whose nonlinearities are nodes of its main graph, see docs/checkpoints.md",
  },
  training: {
    what: "batch norm or dropout in training mode",
    code: "training-mode",
    why: "an image's numbers depend on chance, or on the other images of its batch",
    remedy: "call model.eval() and export it again, with training=TrainingMode.EVAL",
  },
  random: {
    what: "nodes that draw random numbers",
    code: "random",
    why: "two runs on the same image differ",
    remedy: "export the network without its noise",
  },
  chance: {
    what: "a file that gives different scores for the same image in two runs",
    code: "random",
    why: "its numbers depend on chance",
    remedy: "export the network in evaluation mode, without noise",
  },
  mixing: {
    what: "a file whose scores for an image depend on the other images of the batch",
    code: "training-mode",
    why: "its numbers depend on the order of the images",
    remedy: "call model.eval() and export it again; a Softmax has to run over the classes, not over the images",
  },
  notFinite: {
    what: "activations or scores that are NaN or infinite",
    code: "not-finite",
    why: "accuracy and selectivity of such numbers mean nothing",
    remedy:
      "check the weights and the normalization (--mean, --std) with which the network was trained; float16 holds numbers up to 65,504",
  },
} as const satisfies Readonly<Record<string, Refusal>>;

/** The error for a file that is refused. @param refusal one of {@link refusals}. @param problem what is wrong with this file. */
export function refuse(path: string, { code, remedy }: Refusal, problem: string, cause?: unknown): OnnxError {
  return new OnnxError({ code, path, problem, remedy, cause });
}
