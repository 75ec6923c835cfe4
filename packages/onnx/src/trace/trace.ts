/**
 * From a model to a graph: watches which operators one evaluation pass calls, and translates each.
 *
 *     images [N, C, H, W], pixels 0..1 ─ − mean ─ ÷ std ─ the model's own operators ─ logits [N, K]
 *
 * The pass is over two images; translations leave the first axis open, so that the graph takes any number. What a model
 * decides in JavaScript while it runs is decided once, here: whoever writes the file runs it beside the model.
 * @module
 */

import {
  type Module,
  noGrad,
  type OperatorCall,
  scope,
  type Tap,
  type Tensor,
  tensor,
  watchCalls,
  zeros,
} from "@selectivity-lab/torch";
import { TranslationError } from "../error.js";
import { floats, GraphWriter } from "../model/graph-writer.js";
import { encodeModel, type ValueInfoProto } from "../model/schema.js";
import { translations } from "../translate/translations.js";
import { Values } from "../translate/values.js";
import { maskUnits } from "./mask-units.js";

/** What a file is to say and hold. */
export interface TraceOptions {
  /** C, H, W of an image. */
  readonly inputShape: readonly [number, number, number];
  /** Of each channel, pixels scaled to 0..1: how the model wants its images normalised. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /**
   * Gives every hidden layer an input `mask/<layer>` `[U]`, multiplied onto its activations, and an output `means/<layer>` `[N, U]`:
   * the spatial means of what the next layer then sees. Off by default.
   */
  readonly units?: boolean;
  /** Texts to keep in the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The name of the graph's input: `[N, C, H, W]`, pixels scaled to 0..1. */
export const IMAGES = "images";
/** The name of the graph's output: `[N, K]`. */
export const LOGITS = "logits";
/** The operators' version that is written: the oldest in which all are as they are used here. */
export const OPSET = 17;
const IR_VERSION = 8;
const TRACED_IMAGES = 2;

/**
 * A model as the bytes of an ONNX file. Weights keep their names; the node that makes a hidden layer's activation, and its output,
 * bear the layer's name on the tap.
 *
 * @param model on the CPU, in evaluation mode.
 * @throws {@link TranslationError} for an operator that has no translation.
 */
export function traceModel(model: Module, options: TraceOptions): Uint8Array {
  const { inputShape, units = false, metadata = {} } = options;
  const writer = new GraphWriter();
  const inputs: ValueInfoProto[] = [floats(IMAGES, ["N", ...inputShape])];
  const outputs: ValueInfoProto[] = [];
  scope(() => {
    const values = new Values(writer, model.stateDict());
    const images = zeros([TRACED_IMAGES, ...inputShape]);
    values.set(images.handle, normalised(writer, options));
    const tap: Tap = {
      wants: () => true,
      record: (layer, activation) => {
        writer.rename(values.of(activation), layer);
        values.set(activation.handle, layer);
        if (units) maskUnits(writer, values, layer, activation, { inputs, outputs });
      },
    };
    const logits = noGrad(() =>
      watchCalls(
        (call) => translate(call, values, writer),
        () => model.forward(images, tap),
      ),
    );
    writer.rename(values.of(logits), LOGITS);
    outputs.unshift(floats(LOGITS, ["N", ...logits.shape.slice(1)]));
  });
  return encodeModel({
    irVersion: IR_VERSION,
    producerName: "selectivity-lab",
    opsetImport: [{ domain: "", version: OPSET }],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: writer.finish("classifier", inputs, outputs),
  });
}

/** @returns the name of the images as the model wants them. */
function normalised(writer: GraphWriter, { mean, std }: TraceOptions): string {
  const perChannel = (values: readonly number[]): Tensor => tensor([...values]).reshape([-1, 1, 1]);
  const centred = writer.node("Sub", [IMAGES, writer.weights("normalisation.mean", perChannel(mean))]);
  return writer.node("Div", [centred, writer.weights("normalisation.std", perChannel(std))]);
}

/** Calls that the images have no part in are left alone: what they make is a constant where it is used. */
function translate({ operator, inputs, outputs }: OperatorCall, values: Values, writer: GraphWriter): void {
  if (
    !Object.values(inputs)
      .flat()
      .some((input) => values.hangsOnImages(input))
  )
    return;
  const translation = translations[operator];
  if (!translation) throw new TranslationError(operator, "the operator is unknown");
  const names = [translation({ operator, inputs, values, writer, images: TRACED_IMAGES })].flat();
  for (const [i, name] of names.entries()) values.set(outputs[i], name);
}
