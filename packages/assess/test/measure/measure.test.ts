import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TrialResult, trainTrial } from "@selectivity-lab/run";
import { measureNames } from "@selectivity-lab/selectivity";
import {
  liveTensors,
  readSafetensors,
  scope,
  type Tensor,
  tensor,
  writeSafetensors,
  zeros,
} from "@selectivity-lab/torch";
import { beforeAll, describe, expect, test } from "vitest";
import { measurementSchema } from "../../../run/src/records/measurement.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, trialWith } from "../../../testing/src/trials.js";
import { measure } from "../../src/measure/measure.js";
import type { MeasureOptions } from "../../src/measure/measure-options.js";

const home = temporaryFolder();
const dataDirs = [join(home, "data")];
const trial = join(home, "trial");
const model = join(trial, "model.safetensors");
const tiny = { model: "resnet8", modelOptions: { width: 2 }, data: "fashion-mnist" };
let result: TrialResult;

beforeAll(async () => {
  writeTinyImages(dataDirs[0] as string);
  const options = { folder: trial, dataDirs, stop: never };
  result = (await trainTrial(trialWith({ epochs: 3 }, 1), options)) as TrialResult;
});

describe("measure", () => {
  test("finds in a trial's folder what its result says", async () => {
    const measured = await measure(trial, { dataDirs });
    expect(measured).toEqual(result.test);
    expect(measurementSchema.parse(measured)).toEqual(measured);
  });

  test("finds the same in the file of the best weights", async () => {
    expect(await measure(join(trial, "best.safetensors"), { dataDirs })).toEqual(result.test);
  });

  test("measures another split, and another data set of the same shape", async () => {
    const other = writeTinyImages(join(home, "other"), { test: 30 });
    expect(await measure(trial, { dataDirs, split: "train" })).toMatchObject({ split: "train", images: 240 });
    expect(await measure(trial, { dataDirs: [other], data: "mnist" })).toMatchObject({ split: "test", images: 30 });
  });

  test("shows the images as the network was taught to see them", async () => {
    const changed = rewritten("brighter.safetensors", ({ metadata }) => ({ metadata: { ...metadata, mean: "[0.5]" } }));
    expect((await measure(changed, { dataDirs })).loss).not.toBe((await measure(model, { dataDirs })).loss);
  });

  test("measures other measures beside the index, whose numbers stay", async () => {
    const { measures, ...plain } = await measure(trial, { dataDirs, measures: "all" });
    expect(plain).toEqual(result.test);
    expect(Object.keys(measures ?? {})).toEqual(measureNames);
    for (const { layers } of Object.values(measures ?? {}))
      expect(layers.map(({ values }) => values.length)).toEqual(plain.layers.map(({ units }) => units));
    expect(Object.keys((await measure(trial, { dataDirs, measures: ["auc"] })).measures ?? {})).toEqual([
      "index",
      "auc",
    ]);
    await expect(measure(trial, { dataDirs, measures: ["selectivity"] })).rejects.toThrow(
      "There is no selectivity measure",
    );
  });

  test("measures selectivity by labels from a file, and accuracy by the data set's own", async () => {
    const labels = join(home, "labels.csv");
    const classes = ["even", "odd"];
    writeFileSync(labels, `image,label\n${Array.from({ length: 20 }, (_, i) => `${i},${classes[i % 2]}`).join("\n")}`);
    const small = writeTinyImages(join(home, "small"), { test: 20 });
    const options = { dataDirs: [small], data: "fashion-mnist" };
    const plain = await measure(trial, options);
    const other = await measure(trial, { ...options, labels });
    expect(other).toMatchObject({ accuracy: plain.accuracy, loss: plain.loss, labels: { file: labels, classes } });
    expect(other.meanSelectivity).not.toBe(plain.meanSelectivity);
    for (const { selectedClass } of other.layers) for (const label of selectedClass) expect(label).toBeLessThan(2);
  });

  test("measures weights from elsewhere, once it is told what they are", async () => {
    const bare = rewritten("bare.safetensors", () => ({ metadata: {} }));
    const described = { ...tiny, dataDirs };
    expect(await measure(bare, described)).toEqual(await measure(model, { dataDirs }));
    expect((await measure(bare, { ...described, mean: [0.5], std: [0.5] })).loss).not.toBe(
      (await measure(bare, described)).loss,
    );
  });

  test("measures a file of PyTorch's own as it does the same weights in safetensors", async () => {
    const reference = (name: string) => join(import.meta.dirname, "../../../testing/reference", name);
    const mlp = { model: "mlp", modelOptions: { widths: [4] }, data: "fashion-mnist", dataDirs };
    expect(await measure(reference("weights.pt"), mlp)).toEqual(await measure(reference("weights.safetensors"), mlp));
  });

  test.each<[string, MeasureOptions, RegExp]>([
    ["no data set", { model: "resnet8" }, /--model also needs a data set/],
    ["a mean of three channels for grey images", { ...tiny, mean: [0, 0, 0] }, /--mean: expected 1 number, .* got 3/],
    ["another network", { ...tiny, modelOptions: {} }, /do not fit a resnet8[\s\S]*conv1.weight/],
  ])("refuses weights from elsewhere with %s", async (_, options, message) => {
    const before = liveTensors();
    const bare = rewritten("bare.safetensors", () => ({ metadata: {} }));
    await expect(measure(bare, { dataDirs, ...options })).rejects.toThrow(message);
    expect(liveTensors()).toBe(before);
  });

  test("holds no tensor more afterwards, whether it went well or not", async () => {
    const before = liveTensors();
    await measure(trial, { dataDirs });
    await measure(trial, { dataDirs, data: "mnist" }).catch(() => {});
    await measure(otherModel(), { dataDirs }).catch(() => {});
    expect(liveTensors()).toBe(before);
  });
});

type File = { tensors: Map<string, Tensor>; metadata: Record<string, string> };

/** The trial's last weights, changed, in a file of this name. */
function rewritten(name: string, change: (file: File) => Partial<File>): string {
  const path = join(home, name);
  scope(() => {
    const file = readSafetensors(model) as File;
    const { tensors, metadata } = { ...file, ...change(file) };
    writeSafetensors(path, tensors, metadata);
  });
  return path;
}

const withMetadata = (name: string, changes: Record<string, string>) =>
  rewritten(name, ({ metadata }) => ({ metadata: { ...metadata, ...changes } }));

const otherModel = () => withMetadata("resnet14.safetensors", { model: "resnet14" });

describe("what is said of a file that cannot be measured", () => {
  async function complaint(where: string, options: MeasureOptions = {}): Promise<string> {
    const error = await measure(where, { dataDirs, ...options }).catch((error: Error) => error);
    expect(error).toBeInstanceOf(Error);
    const text = String(error).replaceAll(home, "HOME");
    expect(text.split("\n").length).toBeLessThan(24); // a screen
    return text;
  }

  test("it is missing", async () => {
    expect(await complaint(join(home, "nowhere.safetensors"))).toMatchInlineSnapshot(`
      "CheckpointError: HOME/nowhere.safetensors does not exist
        to do: name a .safetensors or .pt file, or a trial's folder"
    `);
  });

  test("it is a folder without weights", async () => {
    mkdirSync(join(home, "empty"));
    expect(await complaint(join(home, "empty"))).toMatchInlineSnapshot(`
      "CheckpointError: HOME/empty contains neither best.safetensors nor model.safetensors
        to do: name a trial's folder, or let its training finish"
    `);
  });

  test("it is cut off", async () => {
    const cut = join(home, "cut.safetensors");
    copyFileSync(model, cut);
    truncateSync(cut, 2000);
    expect(await complaint(cut)).toMatchInlineSnapshot(`
      "SafetensorsError: HOME/cut.safetensors: the header: expected 4200 bytes, got 1992.
        to do: copy or write the file again, it is cut off"
    `);
  });

  test("it is something else", async () => {
    const text = join(home, "text.safetensors");
    writeFileSync(text, "these are no weights, but a line of text");
    expect(await complaint(text)).toMatchInlineSnapshot(`
      "CheckpointError: HOME/text.safetensors does not contain weights: expected safetensors or what torch.save writes, got something else
        to do: name a .safetensors or .pt file, or a trial's folder; if it was one, copy it again"
    `);
  });

  test("it does not say what network it holds", async () => {
    expect(await complaint(rewritten("bare.safetensors", () => ({ metadata: {} })))).toMatchInlineSnapshot(`
      "CheckpointError: HOME/bare.safetensors: its metadata does not say which model the weights belong to
        to do: to measure or export it, name the model with --model and the images with --data: --model resnet18 --data cifar10"
    `);
    expect(await complaint(withMetadata("torn.safetensors", { classes: "[", std: "[0]" }))).toMatchInlineSnapshot(`
      "CheckpointError: HOME/torn.safetensors: its metadata does not fully describe the network
        ✖ classes: expected JSON
        ✖ std.0: Too small: expected number to be >0
        to do: name the model with --model and the images with --data, or add these entries to the metadata"
    `);
  });

  test("it names a model that there is not", async () => {
    expect(await complaint(withMetadata("vit.safetensors", { model: "resnet9" }))).toMatchInlineSnapshot(`
      "ModelError: resnet9: expected a depth of 6n + 2 layers, got 9.
        to do: use resnet8, the nearest"
    `);
  });

  test("it is of another model", async () => {
    expect(await complaint(otherModel())).toMatchInlineSnapshot(`
      "CheckpointError: HOME/resnet14.safetensors: the weights do not fit the resnet14 that the metadata describes
        ✖ layer1.1.conv1.weight: missing; the model has [2, 2, 3, 3]
        ✖ layer1.1.bn1.weight: missing; the model has [2]
        ✖ layer1.1.bn1.bias: missing; the model has [2]
        ✖ layer1.1.bn1.running_mean: missing; the model has [2]
        ✖ layer1.1.bn1.running_var: missing; the model has [2]
        ✖ layer1.1.bn1.num_batches_tracked: missing; the model has []
        ✖ layer1.1.conv2.weight: missing; the model has [2, 2, 3, 3]
        ✖ layer1.1.bn2.weight: missing; the model has [2]
        … and 28 more
        to do: name a file of that model"
    `);
  });

  test("it is of a model of another width", async () => {
    expect(await complaint(withMetadata("wide.safetensors", { modelOptions: '{"width":3}' }))).toMatchInlineSnapshot(`
      "CheckpointError: HOME/wide.safetensors: the weights do not fit the resnet8 that the metadata describes
        ✖ conv1.weight: the model has [3, 1, 3, 3], the weights [2, 1, 3, 3]
        ✖ bn1.weight: the model has [3], the weights [2]
        ✖ bn1.bias: the model has [3], the weights [2]
        ✖ bn1.running_mean: the model has [3], the weights [2]
        ✖ bn1.running_var: the model has [3], the weights [2]
        ✖ layer1.0.conv1.weight: the model has [3, 3, 3, 3], the weights [2, 2, 3, 3]
        ✖ layer1.0.bn1.weight: the model has [3], the weights [2]
        ✖ layer1.0.bn1.bias: the model has [3], the weights [2]
        … and 28 more
        to do: name a file of that model"
    `);
  });

  test("it lacks a tensor, has one too many and one of another shape", async () => {
    const file = rewritten("patched.safetensors", ({ tensors }) => {
      tensors.delete("bn1.weight");
      tensors.set("fc.bias", zeros([9]));
      tensors.set("extra", tensor([1]));
      return { tensors };
    });
    expect(await complaint(file)).toMatchInlineSnapshot(`
      "CheckpointError: HOME/patched.safetensors: the weights do not fit the resnet8 that the metadata describes
        ✖ bn1.weight: missing; the model has [2]
        ✖ fc.bias: the model has [10], the weights [9]
        ✖ extra: unexpected; the model has no such tensor
        to do: name a file of that model"
    `);
  });

  test("its network takes other images", async () => {
    expect(await complaint(withMetadata("colour.safetensors", { inputShape: "[1,32,32]" }))).toMatchInlineSnapshot(`
      "CheckpointError: HOME/colour.safetensors takes images of 1 × 32 × 32, but fashion-mnist has images of 1 × 28 × 28
        to do: name a different data set with --data"
    `);
  });

  test("there is no such data set", async () => {
    expect(await complaint(trial, { data: "fashon-mnist" })).toMatchInlineSnapshot(`
      "DatasetError: There is no data set "fashon-mnist". Did you mean "fashion-mnist"?
        to do: choose one of fashion-mnist, mnist, cifar10, cifar100, tiny-imagenet; or give the path of a folder of images, such as ./photos; or load your own with --plugin"
    `);
  });
});
