import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ImageDataset, loadDataset } from "@selectivity-lab/vision";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyPhotos } from "../../../testing/src/tiny-photos.js";
import { readLabelsFile } from "../../src/measure/labels-file.js";

const home = temporaryFolder();
const file = join(home, "labels.csv");
let photos: ImageDataset;

beforeAll(async () => {
  const folder = await writeTinyPhotos(join(home, "photos"), { classes: 3, train: 2, test: 2 });
  photos = await loadDataset(folder, "test", { environment: { SELECTIVITY_CACHE: join(home, "cache") } });
});
afterAll(() => {
  photos.images.dispose();
  photos.labels.dispose();
});

function read(text: string) {
  writeFileSync(file, text);
  return readLabelsFile(file, photos);
}

const complain = (text: string) => {
  try {
    read(text);
  } catch (error) {
    return String(error).replaceAll(home, "HOME");
  }
  throw new Error("nothing was refused");
};

describe("labels from a file", () => {
  test("of classes are those of their images", () => {
    const { classes, labels, sha256 } = read("class,label\nclass2,b\nclass0,a\nclass1,b\n");
    expect(classes).toEqual(["b", "a"]);
    expect([...labels]).toEqual([1, 1, 0, 0, 0, 0]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test("of images are found by number and by path", () => {
    expect(photos.files).toEqual(
      [0, 1, 2].flatMap((label) => [0, 1].map((image) => `test/class${label}/${image}.png`)),
    );
    const { classes, labels } = read(
      '\uFEFFImage,Label\r\n0,x\r\n1,y\r\n\r\n5, x\r\n4,y\r\ntest/class1/0.png,x\r\ntest/class1/1.png,"y"\r\n',
    );
    expect(classes).toEqual(["x", "y"]);
    expect([...labels]).toEqual([0, 1, 0, 1, 1, 0]);
  });

  test.each([
    ["", 'labels.csv: expected the first line to be "class,label" or "image,label", got "".'],
    ["a;b\n1;2\n", 'expected the first line to be "class,label" or "image,label", got "a;b".'],
    ["class,label\n\nclas0,a\n", 'line 3: HOME/photos has no class "clas0"; did you mean "class0"?'],
    ["class,label\nclass0,a\nclass1,b\n", "1 class without a label: class2."],
    ["class,label\nclass0,a\nclass0,b\n", 'line 3: class "class0" is labelled "b", and "a" before.'],
    ["class,label\nclass0,\n", 'line 2: expected two values, got "class0,".'],
    ["class,label\nclass0,a\nclass1,a\nclass2,a\n", "expected at least two labels among 6 images, got 1."],
    ["class,label\nclass0,a,b\n", "is not a table in CSV: Invalid Record Length"],
    ["image,label\n6,a\n", 'line 2: HOME/photos has no image "6" in its test split; expected a number below 6'],
    ["image,label\n-1,a\n", 'has no image "-1"'],
    ["image,label\n0.5,a\n", 'has no image "0.5"'],
    [
      "image,label\n0,a\n1,b\n",
      "4 images without a label: test/class1/0.png, test/class1/1.png, test/class2/0.png, ….",
    ],
  ])("%j is refused", (text, complaint) => {
    expect(complain(text)).toContain(complaint);
  });

  test("that cannot be read are refused as such", () => {
    expect(() => readLabelsFile(join(home, "none.csv"), photos)).toThrow("none.csv: cannot be read: no such file");
  });
});
