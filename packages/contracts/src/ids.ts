// For services only: a browser has no synchronous hash.
import { hash, randomFillSync } from 'node:crypto';

/** The same parts give the same id: a UUIDv8 of their SHA-256. */
export function derivedId(...parts: readonly string[]): string {
  return uuid(hash('sha256', JSON.stringify(parts), 'buffer'), 8);
}

// Drawn for many ids at once: each draw costs as much as twenty ids.
const pool = Buffer.allocUnsafeSlow(4096);
let used = pool.length;

let latest = 0;
let count = 0;

/**
 * A new id that sorts by time (UUIDv7), and after those this process has made in the same millisecond: its first 2,048 at
 * least, counted from a random number (RFC 9562, 6.2, method 1).
 */
export function newId(now = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  count = now === latest ? count + 1 : bytes.readUInt16BE(6) & 0x07ff;
  latest = now;
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt16BE(count & 0x0fff, 6);
  return uuid(bytes, 7);
}

function uuid(bytes: Buffer, version: number): string {
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | (version << 4);
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
