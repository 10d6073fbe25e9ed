import { Buffer } from 'node:buffer';
import { createRequire } from 'node:module';

export interface Encoder {
  buf: Buffer;
  offset: number;
  readonly buffer: Buffer;
  ensureAvailable(bytes: number): void;
  writeString(text: string): Encoder;
}

/** From inside kafkajs. */
export const Encoder = createRequire(import.meta.url)('kafkajs/src/protocol/encoder') as {
  new (): Encoder;
  prototype: Encoder;
  nextPowerOfTwo: (bytes: number) => number;
};

const LEAST = 64;
const { nextPowerOfTwo } = Encoder;

// kafkajs 2.2.4 has an encoder for each header of each record, and begins every one with 512 zeros of their own: half of what it
// takes to say a record. Ours begin empty, and get bytes from Node's pool.
Encoder.nextPowerOfTwo = () => 0;
Encoder.prototype.ensureAvailable = function ensureAvailable(bytes: number): void {
  const wanted = this.offset + bytes;
  if (wanted <= this.buf.length) return;
  const larger = Buffer.allocUnsafe(Math.max(LEAST, nextPowerOfTwo(wanted)));
  this.buf.copy(larger, 0, 0, this.offset);
  this.buf = larger;
};
