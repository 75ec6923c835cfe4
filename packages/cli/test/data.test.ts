import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { selectivity } from "../../lab/test/support/command.js";
import { temporaryFolder } from "../../lab/test/support/folders.js";
import { writeTinyImages } from "../../lab/test/support/tiny-images.js";

const home = temporaryFolder();
const folder = writeTinyImages(join(home, "data"));

describe("data", () => {
  test("lists every data set, with its folder where it is found", async () => {
    const { code, stdout } = await selectivity(["data", "list", "--json", "--data-dir", folder], home);
    expect(code).toBe(0);
    const { schema, datasets } = JSON.parse(stdout);
    expect(schema).toBe(1);
    expect(datasets).toContainEqual({ name: "fashion-mnist", folder });
    expect(datasets.map(({ name }: { name: string }) => name)).toContain("tiny-imagenet");
  });

  test("says what is in one", async () => {
    const { code, stdout } = await selectivity(["data", "info", "fashion-mnist", "--json", "--data-dir", folder], home);
    expect(code).toBe(0);
    const { name, imageShape, splits, sha256: _, ...facts } = JSON.parse(stdout);
    expect({ name, imageShape }).toEqual({ name: "fashion-mnist", imageShape: [1, 28, 28] });
    expect(facts.classes).toHaveLength(10);
    expect(splits.train).toMatchObject({ images: 240, perClass: [24, 24] });
    expect(Object.keys(splits.test.sha256)).toEqual(["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"]);
  });

  test.each([
    ["an unknown one", ["info", "cifar"], /no data set "cifar"; did you mean "cifar10"\?/],
    ["one that is not here", ["info", "cifar100"], /CIFAR-100 \(train split\) was not found/],
    ["a folder without classes", ["info", home], /expected a folder with train\/<class>\//],
  ])("exits 2 for %s", async (_, words, message) => {
    const { code, stderr } = await selectivity(["data", ...words], home);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
