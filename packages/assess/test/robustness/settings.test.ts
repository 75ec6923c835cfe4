import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "@selectivity-lab/base";
import { fromBytes } from "@selectivity-lab/torch";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../testing/src/folders.js";
import { type CorruptionSettings, corruptionSettingsSchema } from "../../src/robustness/contracts.js";
import { hashSettings } from "../../src/robustness/files.js";
import { createCorruptionSettings, identifyMaterial } from "../../src/robustness/settings.js";

const home = temporaryFolder();

const settings = (...corruptions: string[]): CorruptionSettings => ({
  ...{ dataset: "fashion-mnist", split: "test", images: 10, imageSize: 28, data: { images: "ab" }, seed: 0 },
  ...{ corruptions, severities: [1], generator: "1" },
});

function makeMaterial(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(home, name);
  makeFolder(folder);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content);
  return folder;
}

const photographs = (first: string) => ({
  ...{ "frost1.png": first, "frost2.png": "2", "frost3.png": "3", "frost4.jpg": "4", "frost5.jpg": "5" },
});

test("the table of photographs is part of the settings, and so of the key; settings of smaller images stay as they are", () => {
  const of = (side: number) => ({
    ...{ name: "photos", split: "test" as const, classes: ["a", "b"], mean: [0, 0, 0], std: [1, 1, 1] },
    ...{ images: fromBytes(new Uint8Array(3 * side * side), { dtype: "uint8", shape: [1, 3, side, side] }) },
    ...{ labels: fromBytes(new Uint8Array(8), { dtype: "int64", shape: [1] }), sha256: {} },
  });
  expect(createCorruptionSettings(of(224), {})?.table).toBe("imagenet");
  expect(Object.keys(createCorruptionSettings(of(223), {}) ?? {})).not.toContain("table");
  expect(createCorruptionSettings(of(224), { published: "ImageNet-C" })?.table).toBeUndefined();
});

describe("identifyMaterial", () => {
  test("gives other frost photographs another key, and the same ones in another folder the same", async () => {
    const [own, copy, other] = [
      makeMaterial("own", photographs("1")),
      makeMaterial("copy", photographs("1")),
      makeMaterial("other", photographs("one")),
    ];
    const key = async (frost: string) => hashSettings(await identifyMaterial(settings("fog", "frost"), { frost }));
    expect(await key(copy)).toBe(await key(own));
    expect(await key(other)).not.toBe(await key(own));
  });

  test("notices photographs that change in their folder", async () => {
    const frost = makeMaterial("changing", photographs("before"));
    const before = await identifyMaterial(settings("frost"), { frost });
    makeMaterial("changing", photographs("after it"));
    expect((await identifyMaterial(settings("frost"), { frost })).material).not.toEqual(before.material);
  });

  test("gives other published files another key", async () => {
    const files = { "labels.npy": "labels", "fog.npy": "fog" };
    const published = makeMaterial("published", files);
    const others = makeMaterial("others", { ...files, "fog.npy": "mist" });
    const own = await identifyMaterial(settings("fog"), { published });
    expect(Object.keys(own.material ?? {})).toEqual(["fog"]);
    expect(hashSettings(await identifyMaterial(settings("fog"), { published: others }))).not.toBe(hashSettings(own));
  });

  test("leaves settings without material, and with them the keys of existing results, as they are", async () => {
    const frost = makeMaterial("unused", photographs("1"));
    expect(await identifyMaterial(settings("fog"), { frost })).toEqual(settings("fog"));
    // as 45439cb wrote them, and the key that it gave them
    const old = corruptionSettingsSchema.parse(JSON.parse(JSON.stringify(settings("fog", "frost"))));
    expect(hashSettings(old)).toBe(hashSettings(settings("fog", "frost")));
    expect(hashSettings(old)).not.toBe(hashSettings(await identifyMaterial(old, { frost })));
  });
});
