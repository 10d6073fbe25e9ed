import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';

/** What OWASP asks at least: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const BYTES = 32;

/** A password as it is kept: with its own salt and cost (PHC string), so that the cost of new ones can grow. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const made = await argon2id({ ...COST, message: typed(password), nonce, tagLength: BYTES });
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(nonce)}$${unpadded(made)}`;
}

/** Nobody's: what it takes to refuse a password tells nothing about whether the account exists. */
const NOBODYS = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(randomBytes(16))}$${unpadded(randomBytes(BYTES))}`;

/** Whether that is the password; without a stored one it takes as long, and is not. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [memory, passes, parallelism, salt = '', wanted = ''] = partsOf(stored ?? NOBODYS);
  const expected = Buffer.from(wanted, 'base64');
  const made = await argon2id({
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    message: typed(password),
    nonce: Buffer.from(salt, 'base64'),
    tagLength: expected.length,
  });
  return timingSafeEqual(made, expected) && stored !== null;
}

function partsOf(stored: string): readonly string[] {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(stored);
  if (!found) throw new Error('a stored password is not what this release writes');
  return found.slice(1);
}

/** The same letters are the same password, however a keyboard composes them. */
const typed = (password: string): string => password.normalize('NFKC');

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** Beside the event loop, in Node's threads. */
function argon2id(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, made) => (error ? reject(error) : resolve(made)));
  });
}
