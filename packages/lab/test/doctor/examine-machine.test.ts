import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { writeTinyImages } from "../../../testing/src/tiny-images.js";
import { examineMachine } from "../../src/doctor/examine-machine.js";

const home = temporaryFolder();
const data = writeTinyImages(join(home, "data"));

describe("examineMachine", () => {
  test("looks at the machine, libtorch, the addon, its kernels, and every data set", () => {
    const { healthy, checks } = examineMachine({ dataDirs: [data] });
    expect(checks.map(({ name }) => name)).toEqual([
      ...["selectivity", "node", "system", "processor", "memory"],
      ...[
        "libtorch",
        "bridge",
        "kernels",
        "convolutions",
        "cuda",
        "fashion-mnist",
        "mnist",
        "cifar10",
        "cifar100",
        "tiny-imagenet",
      ],
    ]);
    expect(healthy).toBe(true);
  });

  test("refuses a data folder that does not exist", () => {
    expect(() => examineMachine({ dataDirs: [join(home, "nowhere")] })).toThrow("nowhere");
  });
});
