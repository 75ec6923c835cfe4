/** Weights from elsewhere, as their files come: names, wrappers, and what is said where they do not fit. */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Measurement } from "@selectivity-lab/run";
import { cat, liveTensors, readSafetensors, scope, type Tensor, writeSafetensors } from "@selectivity-lab/torch";
import type { ImageModel } from "@selectivity-lab/vision";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeNetwork } from "../../../testing/src/networks.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { fitNames } from "../../src/measure/foreign-names.js";
import { measure } from "../../src/measure/measure.js";
import type { MeasureOptions } from "../../src/measure/measure-options.js";

const home = temporaryFolder();
const at = (name: string) => join(home, name);
const reference = (name: string) => join(import.meta.dirname, "../../../testing/reference", name);
const dataDirs = [at("data")];
const data = "fashion-mnist";
const mlp = { model: "mlp", modelOptions: { widths: [4] }, data, dataDirs };
const resnet8 = { model: "resnet8", modelOptions: { width: 2 }, data, dataDirs };
let expected: Measurement;

beforeAll(async () => {
  writeTinyImages(at("data"), { test: 50 });
  writeNetwork(at("resnet8.safetensors"), { model: "resnet8", options: { width: 2 }, inputShape: [1, 28, 28] });
  expected = await measure(reference("weights.safetensors"), mlp);
});

/** A copy of a file of weights without metadata, under other names; a name of null leaves its tensor out. */
function renamed(from: string, rename: (name: string) => string | null): string {
  scope(() => {
    const tensors = new Map<string, Tensor>();
    for (const [name, tensor] of readSafetensors(from).tensors) {
      const other = rename(name);
      if (other !== null) tensors.set(other, tensor);
    }
    writeSafetensors(at("renamed.safetensors"), tensors);
  });
  return at("renamed.safetensors");
}

async function complaint(where: string, options: MeasureOptions): Promise<string> {
  const before = liveTensors();
  const error = await measure(where, { dataDirs, ...options }).catch((error: Error) => error);
  expect(error).toBeInstanceOf(Error);
  expect(liveTensors()).toBeLessThanOrEqual(before); // less where garbage was collected meanwhile
  return String(error).replaceAll(home, "HOME").replaceAll(reference(""), "REFERENCE");
}

describe("a file of weights from elsewhere", () => {
  test("is measured on pictures of their own size, which is said", async () => {
    const folder = at("pictures");
    const background = { r: 90, g: 20, b: 160 };
    const picture = await sharp({ create: { width: 32, height: 32, channels: 3, background } })
      .png()
      .toBuffer();
    for (const name of ["train/a", "train/b", "test/a", "test/b"]) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "0.png"), picture);
    }
    const options = { model: "resnet8", modelOptions: { width: 2 }, data: folder };
    writeNetwork(at("color.safetensors"), {
      model: "resnet8",
      options: { width: 2 },
      inputShape: [3, 32, 32],
      classes: 2,
    });
    const said: string[] = [];
    await measure(at("color.safetensors"), { ...options, notify: (line) => said.push(line) });
    expect(said.join("\n")).toContain("images are 32 × 32 pixels (the size of its pictures)");
  });

  test.each([
    ["weights.pt", "model_best.pth.tar"],
    ["weights.pt", "weights.th"],
    ["weights.pt", "weights"],
    ["weights.pt", "weights.safetensors"],
    ["weights.safetensors", "weights.pt"],
    ["weights.safetensors", "weights.bin"],
  ])("is known by its bytes: %s is measured under the name %s", async (from, name) => {
    copyFileSync(reference(from), at(name));
    expect(await measure(at(name), mlp)).toEqual(expected);
  });

  test("of the old format, among what a training script keeps, is measured, and one is told what else it holds", async () => {
    const said: string[] = [];
    expect(await measure(reference("weights.pth.tar"), { ...mlp, notify: (line) => said.push(line) })).toEqual(
      expected,
    );
    expect(said.map((line) => line.replace(`${reference("")}/`, ""))).toEqual([
      'weights.pth.tar: "model" is used; "model_ema" is ignored',
      "weights.pth.tar also refers to argparse.Namespace, torch.device: these are not needed, and none of their code is run",
    ]);
  });

  test.each(["module.", "model.", "_orig_mod.", "net.", "backbone.", "module.model._orig_mod.", "net.backbone."])(
    "may have %s before every name",
    async (prefix) => {
      expect(
        await measure(
          renamed(reference("weights.safetensors"), (name) => prefix + name),
          mlp,
        ),
      ).toEqual(expected);
    },
  );

  test("keeps a prefix that is not before every name", async () => {
    const file = renamed(reference("weights.safetensors"), (name) => (name.startsWith("fc1") ? `net.${name}` : name));
    expect(await complaint(file, mlp)).toMatch(/✖ fc1\.weight: missing[\s\S]*✖ net\.fc1\.weight: unexpected/);
  });

  test("may lack the counts of batches, which files from before PyTorch 0.4 do", async () => {
    const whole = at("resnet8.safetensors");
    const file = renamed(whole, (name) => (name.endsWith("num_batches_tracked") ? null : `module.${name}`));
    expect(await measure(file, resnet8)).toEqual(await measure(renamed(whole, String), resnet8));
  });

  test("may lie beside other entries, which are named", async () => {
    const file = renamed(reference("weights.safetensors"), (name) =>
      name === "fc1.bias" ? "model.net.fc1.bias" : `model.net.${name}`,
    );
    scope(() => {
      const { tensors } = readSafetensors(file);
      const [any] = tensors.values();
      writeSafetensors(file, new Map([...tensors, ["queue", any as Tensor], ["criterion.weight", any as Tensor]]));
    });
    const said: string[] = [];
    expect(await measure(file, { ...mlp, notify: (line) => said.push(line) })).toEqual(expected);
    expect(said.join()).toMatch(/the network lies under "model\.net\."; .*criterion\.weight.*queue.* are not used/);
  });

  test("may hold several networks, of which --prefix chooses one", async () => {
    const file = renamed(reference("weights.safetensors"), (name) => `encoder_q.${name}`);
    scope(() => {
      const { tensors } = readSafetensors(file);
      const twice = [...tensors].map(([name, each]) => [name.replace("_q", "_k"), each] as const);
      writeSafetensors(file, new Map([...tensors, ...twice]));
    });
    expect(await complaint(file, mlp)).toMatch(/holds 2 networks that fit.*"encoder_.\.".*\n.*--prefix encoder_/);
    expect(await measure(file, { ...mlp, prefix: "encoder_k" })).toEqual(expected);
    expect(await complaint(file, { ...mlp, prefix: "encoder" })).toContain("do not fit");
  });

  test("may normalize images by itself, whose values are then asked for", async () => {
    const file = renamed(reference("weights.safetensors"), (name) => `1.${name}`);
    scope(() => {
      const { tensors } = readSafetensors(file);
      const [any] = tensors.values();
      writeSafetensors(file, new Map([...tensors, ["0.mean", any as Tensor], ["0.std", any as Tensor]]));
    });
    expect(await complaint(file, mlp)).toMatch(/0\.mean, 0\.std.*normalizes images[\s\S]*--mean and --std/);
    await expect(measure(file, { ...mlp, mean: [0.5], std: [0.5] })).resolves.toBeDefined();
  });

  test("of a different number of classes say so", async () => {
    const file = renamed(at("resnet8.safetensors"), (name) => (name === "fc.bias" ? null : name));
    scope(() => {
      const { tensors } = readSafetensors(file);
      const weight = tensors.get("fc.weight") as Tensor;
      writeSafetensors(file, new Map([...tensors, ["fc.weight", cat([weight, weight])]]));
    });
    expect(await complaint(file, resnet8)).toContain("answers with 20 classes, and the data set has 10");
  });

  test("may lack nothing else of a batch norm", async () => {
    const file = renamed(at("resnet8.safetensors"), (name) => (name === "bn1.running_mean" ? null : name));
    expect(await complaint(file, resnet8)).toMatch(
      /do not fit a resnet8\n {2}✖ bn1\.running_mean: missing.*\n {2}to do/,
    );
  });
});

describe("a network whose own names begin as a wrapper's do", () => {
  const network = (...names: string[]) =>
    ({ stateDict: () => new Map(names.map((name) => [name, null])) }) as unknown as ImageModel;
  const weights = (...names: string[]) => new Map(names.map((name) => [name, null as unknown as Tensor]));

  test("keeps them, and loses only what stands before them", () => {
    const fitted = fitNames(weights("module.net.a", "module.net.b"), network("net.a", "net.b"));
    expect([[...fitted.tensors.keys()], fitted.prefix]).toEqual([["net.a", "net.b"], "module."]);
    expect(fitNames(weights("net.a", "net.c"), network("net.a", "net.b")).prefix).toBe("");
  });
});

describe("what is said of weights from elsewhere that cannot be measured", () => {
  test("they are another network's, found under names and prefixes that are told", async () => {
    const text = await complaint(reference("weights.pth.tar"), resnet8);
    expect(text.split("\n").slice(0, 4).join("\n")).toMatchInlineSnapshot(`
      "CheckpointError: REFERENCE/weights.pth.tar: the weights do not fit a resnet8
        they were read from "model" in the file; "model_ema" in the same file was ignored
        the prefix "module.model._orig_mod." was removed from every name
        ✖ conv1.weight: missing; the model has [2, 1, 3, 3]"
    `);
  });

  test("no name is one of the network's", async () => {
    const file = renamed(reference("weights.safetensors"), (name) => `module.encoder_${name}`);
    expect(await complaint(file, mlp)).toMatchInlineSnapshot(`
      "CheckpointError: HOME/renamed.safetensors: the weights do not fit a mlp
        the prefix "module." was removed from every name
        no name matches: the model has fc1.weight, fc1.bias, fc.weight, … and the file encoder_fc.bias, encoder_fc.weight, encoder_fc1.bias, …
        ✖ fc1.weight: missing; the model has [4, 784]
        ✖ fc1.bias: missing; the model has [4]
        ✖ fc.weight: missing; the model has [10, 4]
        ✖ fc.bias: missing; the model has [10]
        ✖ encoder_fc.bias: unexpected; the model has no such tensor
        ✖ encoder_fc.weight: unexpected; the model has no such tensor
        ✖ encoder_fc1.bias: unexpected; the model has no such tensor
        ✖ encoder_fc1.weight: unexpected; the model has no such tensor
        to do: name a file of that model"
    `);
  });

  test("a file of PyTorch's alone, which does not say of what network it is", async () => {
    expect(await complaint(reference("weights.pt"), { data })).toMatchInlineSnapshot(`
      "CheckpointError: REFERENCE/weights.pt: a PyTorch file does not say which model the weights belong to
        to do: to measure or export it, name the model with --model and the images with --data: --model resnet18 --data cifar10"
    `);
  });

  test("an ONNX file for a model that is named", async () => {
    writeFileSync(at("theirs.onnx"), "");
    expect(await complaint(at("theirs.onnx"), mlp)).toMatchInlineSnapshot(`
      "CheckpointError: HOME/theirs.onnx is an ONNX file and contains its network, got --model mlp
        to do: leave --model out"
    `);
  });

  test("an empty file", async () => {
    writeFileSync(at("empty.pt"), "");
    expect(await complaint(at("empty.pt"), mlp)).toMatchInlineSnapshot(`
      "CheckpointError: HOME/empty.pt does not contain weights: expected safetensors or what torch.save writes, got an empty file
        to do: name a .safetensors or .pt file, or a trial's folder; if it was one, copy it again"
    `);
  });

  test("deviations of 0", async () => {
    expect(await complaint(reference("weights.pt"), { ...mlp, std: [0] })).toMatchInlineSnapshot(`
      "CheckpointError: --std: expected numbers above 0, got 0
        to do: give standard deviations of pixels scaled to 0..1, such as 0.229,0.224,0.225"
    `);
  });

  test.each<[string, MeasureOptions]>([
    ["--mean", { mean: [0] }],
    ["--std", { std: [1] }],
    ["--model-option", { modelOptions: { width: 2 } }],
    ["--image-size", { imageSize: 32 }],
  ])("%s for a network of ours, which says that itself", async (option, options) => {
    expect(await complaint(at("resnet8.safetensors"), options)).toBe(
      `CheckpointError: HOME/resnet8.safetensors already says which network it is and how images are prepared, got ${option}\n  to do: leave ${option} out; it is for weights from elsewhere, together with --model`,
    );
  });
});
