import { limits } from '@backchannel/contracts';
import { verifyReturnLink } from '@backchannel/contracts/return-link';
import { expect, test } from 'vitest';
import { now, scripts, signer } from './script.fixture.ts';

const { value, failure } = scripts();

const linkOf = async (argument: string, seed = 'turn 1') =>
  new URL((await value(`botContext.createReturnLink(${argument})`, { seed })) as string);
const claimsOf = (address: URL) =>
  verifyReturnLink(address.searchParams.get('returnToken') ?? '', [signer.secret], now);

test('a return link is the page, with where and by what right to post', async () => {
  const address = await linkOf(
    `{ page: 'https://pay.example/form?sku=7', variables: ['PaymentId'], message: 'paid', minutes: 5 }`,
  );
  expect(address.href).toMatch(/^https:\/\/pay\.example\/form\?sku=7&/);
  expect(address.searchParams.get('returnUrl')).toBe(signer.url);
  expect(claimsOf(address)).toEqual({
    link: {
      id: expect.any(String),
      conversationId: 'c-1',
      botId: 'shop',
      userId: 'ada',
      variables: ['PaymentId'],
      message: 'paid',
      exp: now / 1000 + 300,
    },
  });
});

test('without more it allows every variable and message, for an hour', async () => {
  const { link } = claimsOf(await linkOf(`{ page: 'http://pay.example/' }`)) as { link: object };
  expect(link).toMatchObject({ exp: (now + limits.linkMs) / 1000 });
  expect(link).not.toHaveProperty('variables');
  expect(link).not.toHaveProperty('message');
});

test('a repeated turn makes the same links; every link has its own id', async () => {
  const two = `[1, 2].map(function () { return botContext.createReturnLink({ page: 'https://pay.example/' }); })`;
  const [first, second] = (await value(two)) as string[];
  expect(second).not.toBe(first);
  expect(await value(two)).toEqual([first, second]);
  expect(await value(two, { seed: 'turn 2' })).not.toContain(first);
});

test.for([
  ['{}', 'createReturnLink: page: '],
  ["{ page: 'pay.example' }", 'createReturnLink: page: must be an http or https address'],
  ["{ page: 'javascript:alert(1)' }", 'createReturnLink: page: must be an http or https address'],
  ["{ page: 'https://pay.example', minute: 5 }", 'minute'],
  ["{ page: 'https://pay.example', minutes: 0 }", 'createReturnLink: minutes: '],
  [
    "{ page: 'https://pay.example', minutes: 10081 }",
    'createReturnLink: minutes: Too big: expected number to be <=10080',
  ],
  ["{ page: 'https://pay.example', minutes: '5' }", 'createReturnLink: minutes: '],
  ["{ page: 'https://pay.example', variables: 'PaymentId' }", 'createReturnLink: variables: '],
  ["{ page: 'https://pay.example', variables: ['ok', 1] }", 'createReturnLink: variables.1: '],
  ["{ page: 'https://pay.example', message: '' }", 'createReturnLink: message: '],
  ["{ page: 'https://pay.example', message: 'x'.repeat(4000) }", "createReturnLink: a return link's token has at most"],
  ['null', 'createReturnLink: needs an object such as { page }, not null'],
  ['[]', 'createReturnLink: needs an object such as { page }, not a list'],
] as const)('createReturnLink(%s) fails with: %s', async ([argument, message]) => {
  expect(await failure(`botContext.createReturnLink(${argument})`)).toContain(message);
});

test('the secret is nowhere in the guest', async () => {
  const address = await linkOf(`{ page: 'https://pay.example/' }`);
  expect(address.href).not.toContain(signer.secret);
  expect(verifyReturnLink(address.searchParams.get('returnToken') ?? '', ['another secret'], now)).toEqual({
    reason: 'invalid',
  });
});
