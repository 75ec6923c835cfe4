import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Fetch } from "../../../src/datasets/contract/fetch-file.js";
import type { DatasetFormat } from "../../../src/datasets/contract/format.js";
import { cifar10 } from "../../../src/datasets/published/cifar10.js";
import { download } from "../../../src/datasets/published/download.js";
import { mnist } from "../../../src/datasets/published/mnist.js";
import { put, tar, temporaryFolder } from "../files.js";

const OFFICIAL = "https://example.org/data";

/** A format whose official address serves the files given. */
function served(format: DatasetFormat, files: Readonly<Record<string, Uint8Array>>): [DatasetFormat, Fetch] {
  const downloads = Object.entries(files).map(([name, bytes]) => ({
    url: `${OFFICIAL}/${name}`,
    md5: createHash("md5").update(bytes).digest("hex"),
  }));
  const fetch: Fetch = async (url) => new Response(Buffer.from(files[url.slice(OFFICIAL.length + 1)] as Uint8Array));
  return [{ ...format, downloads }, fetch];
}

const two = { "a.gz": Uint8Array.of(1, 2), "b.gz": Uint8Array.of(3) };

describe("download", () => {
  test("puts the official files into a folder of the cache", async () => {
    const cache = join(temporaryFolder(), "not", "yet");
    await download(...inCache(cache, served(mnist, two)));
    expect(readdirSync(cache)).toEqual(["mnist"]);
    expect([...readFileSync(join(cache, "mnist", "a.gz"))]).toEqual([1, 2]);
  });

  test("unpacks archives", async () => {
    const cache = temporaryFolder();
    const archive = gzipSync(tar({ "cifar-10-batches-bin/test_batch.bin": Uint8Array.of(7) }));
    await download(...inCache(cache, served(cifar10, { "cifar-10-binary.tar.gz": archive })));
    expect([...readFileSync(join(cache, "cifar10", "test_batch.bin"))]).toEqual([7]);
  });

  test("refuses other bytes than the official ones, and leaves nothing", async () => {
    const cache = temporaryFolder();
    const [format] = served(mnist, two);
    const [, fetch] = served(mnist, { ...two, "b.gz": Uint8Array.of(4) });
    await expect(download(format, cache, fetch)).rejects.toThrow(/b\.gz: expected a file of MD5 .* got 1 bytes of MD5/);
    expect(readdirSync(cache)).toEqual([]);
  });

  test.each<[string, Fetch, string]>([
    [
      "no connection",
      () => Promise.reject(new TypeError("fetch failed", { cause: new Error("ENOTFOUND") })),
      "ENOTFOUND",
    ],
    ["no such file", async () => new Response("", { status: 404 }), "status 404"],
  ])("says that there is %s, and leaves nothing", async (_, fetch, reason) => {
    const cache = temporaryFolder();
    await expect(download(mnist, cache, fetch)).rejects.toMatchObject({
      code: "download",
      message: expect.stringContaining(reason),
    });
    expect(readdirSync(cache)).toEqual([]);
  });

  test("keeps what another process has put there in the meantime", async () => {
    const cache = temporaryFolder();
    put(join(cache, "mnist"), { "a.gz": Uint8Array.of(9) });
    await download(...inCache(cache, served(mnist, two)));
    expect([...readFileSync(join(cache, "mnist", "a.gz"))]).toEqual([9]);
    expect(readdirSync(cache)).toEqual(["mnist"]);
  });
});

const inCache = (cache: string, [format, fetch]: [DatasetFormat, Fetch]) => [format, cache, fetch] as const;
