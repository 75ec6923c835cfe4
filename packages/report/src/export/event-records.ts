/**
 * The record format of event files: length, its checksum, data, its checksum.
 *
 *     uint64 length | uint32 masked CRC-32C of length | data | uint32 masked CRC-32C of data        all little-endian
 *
 * Masked: the checksum rotated by 15 bits, plus a constant. Source: TensorFlow's record format (tfrecord).
 * @module
 */

const MASK = 0xa282ead8;

/** Frames records. */
export function encodeRecords(records: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(records.flatMap(frameRecord));
}

function frameRecord(data: Uint8Array): Uint8Array[] {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(data.length));
  return [length, encodeChecksum(length), data, encodeChecksum(data)];
}

function encodeChecksum(data: Uint8Array): Uint8Array {
  const crc = crc32c(data);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE((((crc >>> 15) | (crc << 17)) + MASK) >>> 0);
  return bytes;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

/** Computes the CRC-32C (Castagnoli) of bytes. */
export function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
