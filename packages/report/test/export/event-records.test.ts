import { describe, expect, test } from "vitest";
import { crc32c, encodeRecords } from "../../src/export/event-records.js";

describe("crc32c", () => {
  test("gives the checksums of the standard: RFC 3720, B.4", () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
  });
});

describe("encodeRecords", () => {
  test("frames each record by its length and two checksums, 16 bytes in all", () => {
    const bytes = Buffer.from(encodeRecords([Buffer.from("abc"), Buffer.from("")]));
    expect(bytes.length).toBe(3 + 16 + 16);
    expect(bytes.readBigUInt64LE(0)).toBe(3n);
    expect(bytes.subarray(12, 15).toString()).toBe("abc");
    expect(bytes.readBigUInt64LE(19)).toBe(0n);
  });
});
