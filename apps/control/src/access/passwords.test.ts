import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { expect, test, vi } from 'vitest';
import { hashPassword, isPassword } from './passwords.ts';

test('a password is kept with its own salt and cost, and known again', { tags: 'long' }, async () => {
  const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(one).not.toBe(two);
  expect(await isPassword('correct horse', one)).toBe(true);
  expect(await isPassword('correct horsf', one)).toBe(false);
});

test('another cost than that of today is read from the hash', async () => {
  const made = crypto.argon2Sync('argon2id', {
    memory: 64,
    passes: 1,
    parallelism: 2,
    message: 'correct horse',
    nonce: Buffer.from('0123456789abcdef'),
    tagLength: 16,
  });
  const stored = `$argon2id$v=19$m=64,t=1,p=2$MDEyMzQ1Njc4OWFiY2RlZg$${made.toString('base64').replace(/=+$/, '')}`;
  expect(await isPassword('correct horse', stored)).toBe(true);
  expect(await isPassword('another horse', stored)).toBe(false);
});

test('letters are the same however a keyboard composes them', async () => {
  expect(await isPassword('Zoe\u0308 und Andre\u0301', await hashPassword('Zo\u00eb und Andr\u00e9'))).toBe(true);
});

test('nobody has a password, and to find that out takes the same work', { tags: 'long' }, async () => {
  const argon2 = vi.spyOn(crypto, 'argon2');
  syncBuiltinESMExports();
  const stored = await hashPassword('correct horse');
  await isPassword('correct horse', stored);
  expect(await isPassword('correct horse', null)).toBe(false);
  const [, known, unknown] = argon2.mock.calls.map(([algorithm, { memory, passes, parallelism, tagLength }]) => [
    algorithm,
    [memory, passes, parallelism, tagLength],
  ]);
  expect(unknown).toEqual(known);
  argon2.mockRestore();
  syncBuiltinESMExports();
});

test('what is no hash is an error, not a wrong password', async () => {
  await expect(isPassword('correct horse', 'correct horse')).rejects.toThrow('not what this release writes');
});
