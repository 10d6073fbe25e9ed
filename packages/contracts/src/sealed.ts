// For services only: a browser has no synchronous cipher.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** What a sealed value is: moved to another place it does not open. */
export interface SealedPlace {
  readonly environment: string;
  readonly name: string;
}

interface Key {
  /** Names the key without telling anything of it. */
  readonly id: string;
  readonly bytes: Buffer;
}

const format = 's1';
const algorithm = 'aes-256-gcm';
const KEY_BYTES = 32;
const ID_BYTES = 6;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts values for the services alone. The first secret seals, all of them open (AES-256-GCM). */
export class Seals {
  readonly #first: Key;
  readonly #keys: ReadonlyMap<string, Key>;

  constructor(secrets: readonly string[]) {
    const keys = secrets.map(keyOf);
    const [first] = keys;
    if (!first) throw new Error('there is no secret to seal values with');
    this.#first = first;
    this.#keys = new Map(keys.map((key) => [key.id, key]));
  }

  /** The same value is another text each time. */
  seal(value: string, place: SealedPlace): string {
    const { id, bytes } = this.#first;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(algorithm, bytes, nonce).setAAD(aad(place));
    const sealed = Buffer.concat([nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return [format, id, sealed.toString('base64url')].join('.');
  }

  /** Null where no secret opens it, where it is damaged, and where it was sealed for another place. */
  open(sealed: string, place: SealedPlace): string | null {
    const [, id = '', text = ''] = /^s1\.([\w-]+)\.([\w-]+)$/.exec(sealed) ?? [];
    const key = this.#keys.get(id);
    const bytes = Buffer.from(text, 'base64url');
    if (!key || bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== text) return null;
    const decipher = createDecipheriv(algorithm, key.bytes, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(aad(place)).setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      // It does not fit, and nothing says why: that is the point of the tag.
      return null;
    }
  }

  /** Whether it was sealed with a secret that is not the first any more. */
  isOld(sealed: string): boolean {
    return !sealed.startsWith(`${format}.${this.#first.id}.`);
  }
}

function keyOf(secret: string): Key {
  const derived = Buffer.from(hkdfSync('sha256', secret, '', 'backchannel sealed values', KEY_BYTES + ID_BYTES));
  return { bytes: derived.subarray(0, KEY_BYTES), id: derived.toString('base64url', KEY_BYTES) };
}

const aad = ({ environment, name }: SealedPlace): Buffer => Buffer.from(JSON.stringify([format, environment, name]));
