import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { examineMachine } from "../../src/doctor/examine-machine.js";

const home = temporaryFolder();
afterEach(() => vi.unstubAllEnvs());

const named = async (dataDir: string) =>
  new Map((await examineMachine({ dataDirs: [dataDir] })).checks.map((check) => [check.name, check]));

describe("examine", () => {
  test("looks at the machine, libtorch, the bridge, and every data set", async () => {
    const checks = await named(writeTinyImages(join(home, "data")));
    expect([...checks.keys()]).toEqual([
      ...["selectivity", "node", "system", "processor", "memory"],
      ...["libtorch", "bridge", "cuda", "fashion-mnist", "mnist", "cifar10", "cifar100", "tiny-imagenet"],
    ]);
    expect(checks.get("libtorch")).toMatchObject({ state: "fine", found: expect.stringMatching(/^\d+\.\d+.* from /) });
    expect(checks.get("bridge")).toMatchObject({ state: "fine" });
    expect(checks.get("fashion-mnist")).toMatchObject({ state: "fine", found: "100 test images, 10 classes" });
  });

  test("counts a data set that is not there as absent, and the machine as healthy", async () => {
    vi.stubEnv("XDG_CACHE_HOME", join(home, "cache"));
    const { healthy, checks } = await examineMachine({ dataDirs: [writeTinyImages(join(home, "data"))] });
    expect(checks.find(({ name }) => name === "cifar10")).toMatchObject({ state: "absent" });
    expect(healthy).toBe(true);
  });

  test("says what is wrong with a data set that is damaged", async () => {
    const damaged = writeTinyImages(join(home, "damaged"));
    writeFileSync(join(damaged, "t10k-labels-idx1-ubyte"), "short");
    const checks = await named(damaged);
    expect(checks.get("fashion-mnist")).toMatchObject({
      state: "bad",
      found: expect.stringContaining("an IDX header"),
    });
  });
});
