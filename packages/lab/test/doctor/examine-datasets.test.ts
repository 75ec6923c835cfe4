import { mkdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { examineDatasets } from "../../src/doctor/examine-datasets.js";

const home = temporaryFolder();
const examined = (...dataDirs: string[]) => new Map(examineDatasets(dataDirs).map((check) => [check.name, check]));

beforeEach(() => void vi.stubEnv("XDG_CACHE_HOME", join(home, "cache")));

/** Files of MNIST's names and official sizes, without a byte of content: sparse files. */
function writeHollowMnist(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const [prefix, images] of [
    ["train", 60_000],
    ["t10k", 10_000],
  ] as const)
    for (const [name, bytes] of [
      [`${prefix}-images-idx3-ubyte`, 16 + 784 * images],
      [`${prefix}-labels-idx1-ubyte`, 8 + images],
    ] as const) {
      writeFileSync(join(folder, name), "");
      truncateSync(join(folder, name), bytes);
    }
  return folder;
}

describe("examineDatasets", () => {
  test("does not read a data set: files of the right names and sizes are enough", () => {
    const check = examined(join(writeHollowMnist(join(home, "hollow/mnist")), "..")).get("mnist");
    expect(check).toEqual({ name: "mnist", state: "fine", found: `in ${join(home, "hollow/mnist")}` });
  });

  test("does not call MNIST bad where a folder holds the files of Fashion-MNIST, which have the same names", () => {
    const folder = writeHollowMnist(join(home, "either"));
    const checks = examined(folder);
    for (const [name, twin] of [
      ["mnist", "fashion-mnist"],
      ["fashion-mnist", "mnist"],
    ] as const)
      expect(checks.get(name)).toEqual({
        name,
        state: "fine",
        found: `in ${folder}, unless these files are those of ${twin}`,
        remedy: `run \`selectivity data verify ${name}\`, which compares checksums`,
      });
  });

  test("calls a data set that is nowhere absent, and says how to get it: Tiny ImageNet too is downloaded", () => {
    const checks = examined(writeTinyImages(join(home, "tiny")));
    for (const name of ["cifar10", "tiny-imagenet"])
      expect(checks.get(name)).toMatchObject({
        state: "absent",
        found: expect.stringMatching(/^not on this machine; it is downloaded when first used; .*--data-dir/),
      });
  });

  test("says what is wrong with a data set that lacks files", () => {
    const folder = writeTinyImages(join(home, "partial"));
    rmSync(join(folder, "t10k-labels-idx1-ubyte"));
    expect(examined(folder).get("fashion-mnist")).toMatchObject({
      state: "bad",
      found: expect.stringContaining("t10k-labels-idx1-ubyte"),
    });
  });
});
