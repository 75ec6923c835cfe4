/** Networks whose numbers are NaN or infinite are refused, and the first layer is named. */
import { join } from "node:path";
import { readSafetensors, scope, type Tensor, writeSafetensors } from "@selectivity-lab/torch";
import { beforeAll, describe, expect, test } from "vitest";
import { trainTrial } from "../../../run/src/trial/train-trial.js";
import { selectivity } from "../../../testing/src/command.js";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { never, trialWith } from "../../../testing/src/trials.js";
import { measure } from "../../src/measure/measure.js";

const home = temporaryFolder();
const dataDirs = [join(home, "data")];

/** The network with one tensor changed. */
function changed(name: string, change: (tensor: Tensor) => Tensor, bare = false): string {
  const file = join(home, `${name.replaceAll(".", "-")}-${bare}.safetensors`);
  scope(() => {
    const { tensors, metadata } = readSafetensors(join(home, "trial", "best.safetensors"));
    const own = tensors.get(name) as Tensor;
    writeSafetensors(file, new Map([...tensors, [name, change(own)]]), bare ? {} : metadata);
  });
  return file;
}
const nowhere = (tensor: Tensor) => tensor.div(tensor.sub(tensor)); // ±∞, and NaN from zeros
const huge = (tensor: Tensor) => tensor.mul(0).add(3e38);

beforeAll(async () => {
  writeTinyImages(dataDirs[0] as string);
  await trainTrial(trialWith({ epochs: 1 }), { folder: join(home, "trial"), dataDirs, stop: never });
});

describe("measure", () => {
  test("refuses weights that are not finite, and names the first tensor", async () => {
    const file = changed("layer2.0.conv1.weight", nowhere);
    await expect(measure(file, { dataDirs })).rejects.toMatchObject({
      code: "not-finite",
      problem: expect.stringMatching(/of layer2\.0\.conv1\.weight are NaN or infinite/),
    });
  });

  test("refuses such statistics of batch norm, also of weights from elsewhere", async () => {
    const file = changed("layer1.0.bn2.running_var", nowhere, true);
    const described = { model: "resnet8", modelOptions: { width: 2 }, data: "fashion-mnist" };
    await expect(measure(file, { dataDirs, ...described })).rejects.toMatchObject({
      code: "not-finite",
      problem: expect.stringContaining("layer1.0.bn2.running_var"),
    });
  });

  test("refuses finite weights that overflow, and names the first layer", async () => {
    const file = changed("layer2.0.bn1.weight", huge);
    await expect(measure(file, { dataDirs })).rejects.toMatchObject({
      code: "not-finite",
      problem: expect.stringContaining("activations of layer layer2.0.relu1 are NaN or infinite"),
    });
  });

  test("refuses scores that overflow after sound layers", async () => {
    const file = changed("fc.weight", huge);
    await expect(measure(file, { dataDirs })).rejects.toMatchObject({
      code: "not-finite",
      problem: expect.stringContaining("scores are NaN or infinite, although all layers are finite"),
    });
  });
});

test("robustness says the same of a network that overflows, instead of an accuracy of nothing", async () => {
  const file = changed("layer2.0.bn1.weight", huge);
  const few = [
    "--corruptions",
    "fog",
    "--severities",
    "1",
    "--images",
    "10",
    "--attacks",
    "fgsm",
    "--attack-images",
    "4",
  ];
  const { code, stdout, stderr } = await selectivity(
    ["robustness", file, ...few, "--check-images", "0", "--data-dir", "data", "--quiet"],
    home,
    { XDG_CACHE_HOME: join(home, "cache") },
  );
  expect(code).toBe(1);
  expect(stderr.match(/activations of layer layer2\.0\.relu1 are NaN or infinite/g)).toHaveLength(2);
  expect(stdout).not.toMatch(/accuracy 0/);
}, 60_000);
