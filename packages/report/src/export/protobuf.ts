/**
 * Protocol buffers, as far as TensorBoard's events need them: written, field by field.
 *
 * Source: protobuf.dev, "Encoding".
 * @module
 */
/** A message under construction; fields stand in the order in which they are added. */
export class ProtobufMessage {
  readonly #parts: Buffer[] = [];

  /** A whole number from 0, as int32, int64 or an enum. */
  integer(field: number, value: number): this {
    this.#parts.push(varint(field * 8), varint(value));
    return this;
  }

  double(field: number, value: number): this {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(value);
    this.#parts.push(varint(field * 8 + 1), bytes);
    return this;
  }

  float(field: number, value: number): this {
    const bytes = Buffer.alloc(4);
    bytes.writeFloatLE(value);
    this.#parts.push(varint(field * 8 + 5), bytes);
    return this;
  }

  /** Text, bytes, or a message. */
  bytes(field: number, value: string | Uint8Array | ProtobufMessage): this {
    const content = value instanceof ProtobufMessage ? value.encode() : Buffer.from(value as Uint8Array);
    this.#parts.push(varint(field * 8 + 2), varint(content.length), content);
    return this;
  }

  encode(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}
