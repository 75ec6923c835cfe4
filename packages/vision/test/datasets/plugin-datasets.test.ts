import { liveTensors, tensor, zeros } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { loadDataset } from "../../src/datasets/load.js";
import { type PluginDataset, registerDataset } from "../../src/datasets/plugin-datasets.js";
import { DatasetError } from "../../src/error.js";

const images = (count = 4, channels = 1) => zeros([count, channels, 2, 2], { dtype: "uint8" });
const labels = (...values: number[]) => tensor(values, { dtype: "int64" });

const dataset = (name: string, changes: object = {}): PluginDataset => ({
  name,
  classes: ["left", "right"],
  mean: [0.5],
  std: [0.2],
  version: "1",
  load: () => ({ images: images(), labels: labels(0, 1, 0, 1) }),
  ...changes,
});

const register = (value: unknown, by = "/home/me/sets.js") => registerDataset(value as PluginDataset, { by });

function refusal(work: () => unknown): DatasetError {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(DatasetError);
    return error as DatasetError;
  }
  throw new Error("nothing was thrown");
}

const never = () => Promise.reject(new Error("nothing may be fetched"));
const failure = (name: string) =>
  loadDataset(name, "train", { fetch: never as never }).then(
    () => {
      throw new Error(`${name} was loaded`);
    },
    (error) => {
      expect(error).toBeInstanceOf(DatasetError);
      return error as DatasetError;
    },
  );

describe("a data set that is registered", () => {
  test("is loaded by name, and suggested from then on", async () => {
    register(dataset("sides"));
    const { classes, sha256, ...loaded } = await loadDataset("sides", "train");
    expect([classes, sha256, loaded.labels.toArray()]).toEqual([["left", "right"], { train: "1" }, [0, 1, 0, 1]]);
    for (const tensor of [loaded.images, loaded.labels]) tensor.dispose();
    expect((await failure("sidez")).message).toMatch(/Did you mean "sides"\?\n.*tiny-imagenet, sides; or .*--plugin/s);
  });

  test("is replaced by whoever registered it, and by nobody else", async () => {
    register(dataset("mine"), "a.js");
    register(dataset("mine", { version: "2" }), "a.js");
    const { sha256, images: ours, labels: with_ } = await loadDataset("mine", "test");
    expect(sha256).toEqual({ test: "2" });
    for (const tensor of [ours, with_]) tensor.dispose();
    const { code, message } = refusal(() => register(dataset("mine"), "b.js"));
    expect([code, message]).toEqual([
      "taken",
      expect.stringContaining('"mine" is already the name of a data set of a.js.'),
    ]);
  });

  test.each(["cifar10", "cifar100", "mnist", "fashion-mnist", "tiny-imagenet"])("may not be called %s", (name) => {
    const { code, message } = refusal(() => register(dataset(name)));
    expect([code, message]).toEqual(["taken", expect.stringContaining("a data set of this package")]);
  });
});

describe("what is no data set is refused, and said so", () => {
  test.each<[unknown, string]>([
    [null, "registerDataset: expected an object with name, classes, mean, std, version, load, got null."],
    [{}, "name: expected a text, got nothing."],
    [dataset("A b"), 'a data set cannot be called "A b".'],
    [dataset("odd", { classes: undefined }), "classes: expected a list of at least two class names, got nothing."],
    [dataset("odd", { classes: ["one"] }), "at least two class names, got [ 'one' ]."],
    [dataset("odd", { mean: 0.5 }), "mean: expected a list of numbers, one per channel, got 0.5."],
    [dataset("odd", { std: [0] }), "std: expected a list of numbers above 0, one per channel, got [ 0 ]."],
    [dataset("odd", { version: 1 }), "version: expected a text, got 1."],
    [dataset("odd", { load: undefined }), "load: expected a function from a split to its images and labels, got nothi"],
  ])("%j", async (value, message) => {
    const { code, message: said } = refusal(() => register(value));
    expect([code, said]).toEqual(["plugin", expect.stringContaining(message)]);
    expect(await failure("odd")).toMatchObject({ code: "unknown-dataset" });
  });
});

describe("what a data set loads is held to what it should be", () => {
  test.each<[string, () => unknown, string]>([
    ["nothing", () => undefined, "expected an object with images, labels, got nothing"],
    ["no tensors", () => ({ images: [], labels: [] }), "images: expected a tensor, got []"],
    ["no labels", () => ({ images: images() }), "labels: expected a tensor, got nothing"],
    ["no images", () => ({ images: images(0), labels: labels() }), "expected uint8 images [N, C, H, W], got uint8 [0"],
    ["floats", () => ({ images: zeros([4, 1, 2, 2]), labels: labels(0, 1, 0, 1) }), "expected uint8 images"],
    ["too few labels", () => ({ images: images(), labels: labels(0, 1) }), "expected int64 labels [4], got int64 [2]"],
    ["more channels", () => ({ images: images(4, 3), labels: labels(0, 1, 0, 1) }), "a std for each of 3 channels"],
    [
      "a label too many",
      () => ({ images: images(), labels: labels(0, 1, 2, 1) }),
      "labels from 0 to 1, for 2 classes, got 0 to 2",
    ],
    ["a label below 0", () => ({ images: images(), labels: labels(0, -1, 0, 1) }), "got -1 to 1"],
    [
      "an error",
      () => {
        throw new TypeError("no such file");
      },
      "load: TypeError: no such file",
    ],
    [
      "a text that is thrown",
      () => {
        throw "no such file";
      },
      "load: it threw 'no such file', which is not an Error",
    ],
    ["a promise that is broken", () => Promise.reject(undefined), "load: it threw nothing, which is not an Error"],
  ])("%s", async (_, load, problem) => {
    register(dataset("broken", { load }));
    const before = liveTensors();
    const { message } = await failure("broken");
    expect(message).toContain("The data set broken of /home/me/sets.js (train split): ");
    expect(message).toContain(problem);
    expect(liveTensors()).toBe(before);
  });
});
