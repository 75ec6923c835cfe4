import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { fetchFile } from "../../../src/datasets/contract/fetch-file.js";
import { temporaryFolder } from "../files.js";

const CONTENT = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 31) % 251));
const MD5 = createHash("md5").update(CONTENT).digest("hex");
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** The address of a server on this machine alone. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  closing.push(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.bin`;
}

/** Serves ranges; `breakAt` cuts the connection when the first answer has sent so many bytes. */
function ranges(asked: (string | undefined)[], breakAt?: number): RequestListener {
  return (request, response) => {
    const { range } = request.headers;
    const from = range ? Number(/bytes=(\d+)-/.exec(range)?.[1]) : 0;
    if (from >= CONTENT.length) return void response.writeHead(416).end();
    response.writeHead(range ? 206 : 200, { "content-length": CONTENT.length - from });
    if (breakAt !== undefined && asked.push(range) === 1)
      response.write(CONTENT.subarray(0, breakAt), () => setTimeout(() => response.destroy(), 20));
    else response.end(CONTENT.subarray(from));
  };
}

describe("fetchFile", () => {
  test("brings the file, and tells how far it is", async () => {
    const target = join(temporaryFolder(), "file");
    const seen: [number, number | undefined][] = [];
    await fetchFile({ url: await serve(ranges([])), md5: MD5 }, target, fetch, (_, received, total) => {
      seen.push([received, total]);
    });
    expect(readFileSync(target)).toEqual(CONTENT);
    expect(seen.at(-1)).toEqual([CONTENT.length, CONTENT.length]);
    expect(seen.map(([received]) => received)).toEqual(seen.map(([received]) => received).sort((a, b) => a - b));
  });

  test("goes on where the connection broke off", async () => {
    const target = join(temporaryFolder(), "file");
    const asked: (string | undefined)[] = [];
    const source = { url: await serve(ranges(asked, 70_000)), md5: MD5 };
    await expect(fetchFile(source, target, fetch)).rejects.toMatchObject({
      code: "download",
      message: expect.stringMatching(/broke off after \d+ .*\n.*the part received so far is kept/s),
    });
    const kept = readFileSync(`${target}.partial`);
    expect(kept).toEqual(CONTENT.subarray(0, kept.length));
    expect(kept.length).toBeGreaterThan(0);
    await fetchFile(source, target, fetch);
    expect(asked).toEqual([undefined, `bytes=${kept.length}-`]);
    expect(readFileSync(target)).toEqual(CONTENT);
    expect(existsSync(`${target}.partial`)).toBe(false);
  });

  test("starts over where the server knows no ranges", async () => {
    const target = join(temporaryFolder(), "file");
    writeFileSync(`${target}.partial`, "something else");
    const url = await serve((_, response) => void response.end(CONTENT));
    await fetchFile({ url, md5: MD5 }, target, fetch);
    expect(readFileSync(target)).toEqual(CONTENT);
  });

  test("takes a part that is the whole file already", async () => {
    const target = join(temporaryFolder(), "file");
    writeFileSync(`${target}.partial`, CONTENT);
    await fetchFile({ url: await serve(ranges([])), md5: MD5 }, target, fetch);
    expect(readFileSync(target)).toEqual(CONTENT);
  });

  test("keeps nothing of a file with another checksum", async () => {
    const folder = temporaryFolder();
    const source = { url: await serve(ranges([])), md5: "0".repeat(32) };
    await expect(fetchFile(source, join(folder, "file"), fetch)).rejects.toThrow(
      `expected a file of MD5 ${"0".repeat(32)}, got 200000 bytes of MD5 ${MD5}`,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
