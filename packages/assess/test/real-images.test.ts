/** The published recipes on real images, small: CIFAR-10 and Tiny ImageNet, where they lie beside this repository. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Measurement } from "@selectivity-lab/run";
import { describe, expect, test } from "vitest";
import { selectivity } from "../../testing/src/command.js";
import { temporaryFolder } from "../../testing/src/folders.js";

const DATA = join(import.meta.dirname, "../../../../shared/data");
const isThere = existsSync(join(DATA, "tiny-imagenet-50.tar.xz")) && spawnSync("xz", ["--version"]).status === 0;
if (!isThere) console.warn("skipped: recipes on real images, for there are none here, or no xz");

const home = temporaryFolder();
const CLASSES = ["n01443537", "n02124075", "n03085013", "n07753592", "n09256479"];

/** The official files of CIFAR-10. */
function writeCifar10(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}`).concat("test_batch"))
    writeFileSync(
      join(folder, `${name}.bin`),
      execFileSync("xz", ["-dc", join(DATA, "cifar-10-batches-bin", `${name}.bin.xz`)], { maxBuffer: 2 ** 26 }),
    );
}

/** Five classes of Tiny ImageNet in its official folders. */
function writeTinyImagenet(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const names = CLASSES.map((wnid) => `train/${wnid}`).concat("val", "words.txt");
  execFileSync("tar", [
    ...["-xJf", join(DATA, "tiny-imagenet-50.tar.xz"), "-C", folder, "--strip-components=1"],
    ...names.map((name) => `tiny-imagenet-50/${name}`),
  ]);
  writeFileSync(join(folder, "wnids.txt"), `${CLASSES.join("\n")}\n`);
  for (const line of readFileSync(join(folder, "val/val_annotations.txt"), "utf8").trim().split("\n")) {
    const [file = "", wnid = ""] = line.split("\t");
    if (!CLASSES.includes(wnid)) rmSync(join(folder, "val/images", file));
  }
}

async function measured(...words: string[]): Promise<Measurement> {
  const { code, stdout, stderr } = await selectivity(["measure", ...words, "--json", "--data-dir", "data"], home);
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
}

const RECIPES = [
  {
    recipe: "cifar10-resnet20-mini",
    write: () => writeCifar10(join(home, "data/cifar10")),
    classes: 10,
    images: 10_000,
  },
  {
    recipe: "tinyimagenet-resnet18-mini",
    write: () => writeTinyImagenet(join(home, "data/tiny-imagenet-5")),
    classes: 5,
    images: 250,
  },
];

describe.skipIf(!isThere).each(RECIPES)("$recipe on real images", ({ recipe, write, classes, images }) => {
  test("learns in an epoch, and its ONNX file is measured like its weights", async () => {
    write();
    const words = ["train", recipe, "epochs=1", "trainImages=1000", "validationImages=200", "batchSize=50"];
    const more = ["microBatchSize=null", "--alpha=-1", "--seed", "0", "--out", recipe, "--data-dir", "data", "--quiet"];
    const trained = await selectivity([...words, ...more], home);
    expect(trained.code, trained.stderr).toBe(0);
    const own = await measured(recipe);
    expect(own.images).toBe(images);
    expect(own.accuracy).toBeGreaterThan(1.3 / classes); // better than chance, beyond what chance gives 250 images
    expect(own.meanSelectivity).toBeGreaterThan(own.nullSelectivity);

    const out = `${recipe}.onnx`;
    expect(await selectivity(["export", recipe, "--to", "onnx", "--out", out], home)).toMatchObject({ code: 0 });
    const theirs = await measured(out);
    for (const key of ["accuracy", "loss", "meanSelectivity", "nullSelectivity", "splitHalfSelectivity"] as const)
      expect(theirs[key], key).toBeCloseTo(own[key], 5);
    expect(theirs.layers.map(({ name, meanSelectivity }) => [name, meanSelectivity.toFixed(4)])).toEqual(
      own.layers.map(({ name, meanSelectivity }) => [name, meanSelectivity.toFixed(4)]),
    );
  }, 600_000);
});
