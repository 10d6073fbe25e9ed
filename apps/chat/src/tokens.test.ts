import { Refused } from '@backchannel/service';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { Tokens } from './tokens.ts';

const [first, second] = ['the first secret of these tests: 1', 'the second secret of these tests: 2'];
const now = Math.floor(Date.now() / 1000);
const claims = { conversation: 'c-1', bot: 'shop', user: 'u-1', exp: now + 60 };
const refused = (token: string, tokens = new Tokens([first])) =>
  tokens.verify(token).then(
    () => null,
    (error: unknown) => (error instanceof Refused ? error.problem.code : error),
  );

test('a token says whose conversation it is', async () => {
  const tokens = new Tokens([first]);
  expect(await tokens.verify(await tokens.sign(claims))).toEqual(claims);
});

test('while secrets change, tokens of the old one stay good', async () => {
  const old = await new Tokens([second]).sign(claims);
  expect(await new Tokens([first, second]).verify(old)).toEqual(claims);
});

test('a token that has ended says so, one that never was ours does not', async () => {
  const old = { ...claims, exp: now - 1 };
  expect(await refused(await new Tokens([first]).sign(old))).toBe('token_expired');
  expect(await refused(await new Tokens([second]).sign(old))).toBe('unauthorized');
});

test('another kind of token with the same secret opens nothing', async () => {
  const link = new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' }).setAudience('link');
  expect(await refused(await link.sign(new TextEncoder().encode(first)))).toBe('unauthorized');
});
