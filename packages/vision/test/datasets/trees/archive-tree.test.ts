import { execFileSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openArchive } from "../../../src/datasets/trees/archive-tree.js";
import { type FileTree, folderTree } from "../../../src/datasets/trees/file-tree.js";
import { DatasetError } from "../../../src/error.js";
import { put, tar, temporaryFolder, zip } from "../files.js";

const text = (content: string) => Buffer.from(content);
const FILES = {
  "photos/wnids.txt": text("n01"),
  "photos/train/cat/a.jpg": text("cat a"),
  "photos/train/cat/b.jpg": text(""),
  "photos/train/dög/c.jpg": text("dog c".repeat(300)),
  "photos/.hidden/x": text("x"),
};

/** The same files in every form; each opened as a tree. */
const FORMS: Record<string, (folder: string) => Promise<FileTree> | FileTree> = {
  "a folder": (folder) => {
    put(folder, FILES);
    return folderTree(join(folder, "photos"));
  },
  "a zip archive": (folder) => opened(folder, "photos.zip", zip(FILES)),
  "a tar archive": (folder) => opened(folder, "photos.tar", tar(FILES)),
  "a gzipped tar archive": (folder) => opened(folder, "photos.tar.gz", gzipSync(tar(FILES))),
};

function opened(folder: string, name: string, bytes: Uint8Array): Promise<FileTree> {
  writeFileSync(join(folder, name), bytes);
  return openArchive(join(folder, name), join(folder, "cache"));
}

describe.each(Object.entries(FORMS))("%s as a tree of files", (_, make) => {
  test("has folders and files by name, hidden folders left out, and reads them", async () => {
    const tree = await make(temporaryFolder());
    try {
      expect([tree.folders(""), tree.files("")]).toEqual([["train"], ["wnids.txt"]]);
      expect([tree.folders("train"), tree.files("train/cat")]).toEqual([
        ["cat", "dög"],
        ["a.jpg", "b.jpg"],
      ]);
      expect([tree.has("train/cat"), tree.has("train/cat/a.jpg"), tree.has("train/bird")]).toEqual([true, true, false]);
      for (const [name, bytes] of Object.entries(FILES))
        expect(Buffer.from(await tree.read(name.slice("photos/".length)))).toEqual(bytes);
      await expect(tree.read("train/bird")).rejects.toThrow();
    } finally {
      tree.close();
    }
  });
});

describe("an archive", () => {
  test.each(["../evil", "train/../../evil", "/etc/passwd", "C:\\evil", "."])(
    "with a file named %s is refused",
    async (name) => {
      const folder = temporaryFolder();
      for (const [file, bytes] of [
        ["x.zip", zip({ [name]: text("") })],
        ["x.tar", tar({ [name]: text("") })],
      ] as const)
        await expect(opened(folder, file, bytes)).rejects.toMatchObject({
          name: "DatasetError",
          code: "corrupt",
          message: expect.stringContaining(`expected an archive whose files are all inside it, got the name`),
        });
      expect(readdirSync(folder).sort()).toEqual(["x.tar", "x.zip"]);
    },
  );

  test.each([
    ["x.zip", zip(FILES).subarray(0, 300), "expected a whole zip archive"],
    ["x.tar", tar(FILES).subarray(0, 514), "expected a tar archive whose entry"],
    ["y.tar", tar(FILES).subarray(0, 1024), "expected a tar archive with a block of zeros at its end"],
    ["x.tar.gz", gzipSync(tar(FILES)).subarray(0, 60), "expected a whole gzip file"],
  ])("%s that was cut short is refused by name, and leaves nothing", async (name, bytes, message) => {
    const folder = temporaryFolder();
    await expect(opened(folder, name, bytes)).rejects.toThrow(message);
    const cache = join(folder, "cache", "unpacked");
    expect(name.endsWith(".gz") ? readdirSync(cache) : []).toEqual([]);
  });

  test("that is gzipped is unpacked once", async () => {
    const folder = temporaryFolder();
    (await opened(folder, "x.tgz", gzipSync(tar(FILES)))).close();
    (await openArchive(join(folder, "x.tgz"), join(folder, "cache"))).close();
    expect(readdirSync(join(folder, "cache", "unpacked"))).toEqual([expect.stringMatching(/^x-[0-9a-f]{16}\.tar$/)]);
  });

  test.each(["ustar", "gnu", "pax", "oldgnu"])("of tar's format %s may hold long names", async (format) => {
    const folder = temporaryFolder();
    const names = [`${"a".repeat(60)}/${"b".repeat(60)}/c.jpg`, "short.jpg"];
    if (format === "gnu" || format === "pax") names.push(`${"d".repeat(180)}.jpg`, `é${"f".repeat(120)}.png`);
    put(join(folder, "files"), Object.fromEntries(names.map((name) => [name, text(name)])));
    execFileSync("tar", [`--format=${format}`, "-cf", join(folder, "x.tar"), "-C", join(folder, "files"), "."]);
    const tree = await openArchive(join(folder, "x.tar"), folder);
    for (const name of names) expect(Buffer.from(await tree.read(name)).toString()).toBe(name);
    tree.close();
  });
});

test("a link to a folder counts as the folder", async () => {
  const folder = temporaryFolder();
  put(folder, { "real/a.jpg": text("a"), "tree/x.txt": text("") });
  execFileSync("ln", ["-s", "../real", join(folder, "tree", "linked")]);
  execFileSync("ln", ["-s", "nowhere", join(folder, "tree", "broken")]);
  const tree = folderTree(join(folder, "tree"));
  expect([tree.folders(""), tree.files("linked")]).toEqual([["linked"], ["a.jpg"]]);
});

test("errors of damaged archives are of this package alone", async () => {
  const folder = temporaryFolder();
  for (const bytes of [new Uint8Array(1000), text("PK\x05\x06"), new Uint8Array(0)]) {
    const failure = await opened(folder, "x.zip", bytes).catch((error) => error);
    expect(failure).toBeInstanceOf(DatasetError);
  }
});
