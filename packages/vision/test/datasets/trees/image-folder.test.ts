import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { loadDataset } from "../../../src/datasets/load.js";
import { describeNumberOrder } from "../../../src/datasets/trees/image-folder.js";
import { put, temporaryFolder } from "../files.js";

describe("folders named by numbers", () => {
  const numbers = Array.from({ length: 12 }, (_, label) => String(label));

  test("are in the order of text, which is said", async () => {
    const root = temporaryFolder();
    const background = { r: 9, g: 9, b: 9 };
    const image = await sharp({ create: { width: 4, height: 4, channels: 3, background } })
      .png()
      .toBuffer();
    put(
      root,
      Object.fromEntries(
        numbers.flatMap((name) => [
          [`train/${name}/a.png`, image],
          [`test/${name}/b.png`, image],
        ]),
      ),
    );
    const lines: string[] = [];
    const environment = { XDG_CACHE_HOME: temporaryFolder() };
    const { classes } = await loadDataset(root, "test", {
      imageSize: 4,
      environment,
      notify: (line) => lines.push(line),
    });
    expect(classes).toEqual([...numbers].sort());
    expect(lines.filter((line) => line.includes("order of text: 0, 1, 10, 11, …"))).toHaveLength(1);
    const natural: string[] = [];
    const options = { imageSize: 4, environment, notify: (line: string) => natural.push(line) };
    const ordered = await loadDataset(root, "test", { ...options, classOrder: "natural" });
    expect(ordered).toMatchObject({ classes: numbers, classOrder: "natural" });
    expect(ordered.labels.toArray()).toEqual(numbers.map(Number));
    expect(ordered.files?.[10]).toBe("test/10/b.png");
    expect(natural.join()).not.toContain("order of text");
  });

  test("are not mentioned where both orders agree, or a name is no number", () => {
    expect(describeNumberOrder(numbers.slice(0, 10))).toBeUndefined();
    expect(describeNumberOrder(["00", "01", "02", "10"])).toBeUndefined();
    expect(describeNumberOrder(["0", "1", "10", "2", "cat"])).toBeUndefined();
  });
});
