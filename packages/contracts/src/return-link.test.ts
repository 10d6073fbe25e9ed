import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from './limits.ts';
import {
  botOfReturnLink,
  linkSecretOf,
  type ReturnLink,
  returnAddress,
  signReturnLink,
  verifyReturnLink,
} from './return-link.ts';

const [first, second] = ['the first secret of these tests: 1', 'the second secret of these tests: 2'];
const exp = 1_800_000_000;
const now = exp * 1000 - 1;
const invalid = { reason: 'invalid' };

const claims: ReturnLink = {
  id: 'b7f3a1',
  conversationId: 'c-1',
  botId: 'shop',
  userId: 'ada',
  variables: ['PaymentId', 'PaymentStatus'],
  message: 'paid',
  exp,
};
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A token whose signature is right, whatever it says. */
const token = (head: object, payload: unknown) => signed(`${base64url(head)}.${base64url(payload)}`);
const signed = (text: string) => `${text}.${createHmac('sha256', first).update(text).digest('base64url')}`;

const text = (maxLength: number) => fc.string({ unit: 'binary', minLength: 1, maxLength });
const anyLink = fc.record(
  {
    id: text(30),
    conversationId: text(20),
    botId: text(20),
    userId: text(20),
    variables: fc.uniqueArray(
      text(10).filter((name) => name !== '__proto__'),
      { maxLength: 20 },
    ),
    message: text(50),
    exp: fc.integer({ min: 1, max: exp }),
  },
  { requiredKeys: ['id', 'conversationId', 'botId', 'userId', 'exp'] },
);

test('what is signed is what is verified, until its second comes', () => {
  fc.assert(
    fc.property(anyLink, (link) => {
      const good = signReturnLink(link, first);
      expect(verifyReturnLink(good, [first], link.exp * 1000 - 1)).toEqual({ link });
      expect(verifyReturnLink(good, [first], link.exp * 1000)).toEqual({ reason: 'expired' });
    }),
  );
});

test('the same claims are the same token, in whatever order they come', () => {
  const turned = Object.fromEntries(Object.entries(claims).toReversed()) as ReturnLink;
  expect(signReturnLink(turned, first)).toBe(signReturnLink(claims, first));
  expect(signReturnLink({ ...claims, id: 'b7f3a2' }, first)).not.toBe(signReturnLink(claims, first));
});

test('a token that is changed in any place is no token', () => {
  const good = signReturnLink(claims, first);
  for (let at = 0; at < good.length; at += 1) {
    const [before, is, after] = [good.slice(0, at), good.slice(at, at + 1), good.slice(at + 1)];
    const others = ['', is + is, 'A', 'B', 'Q', 'g', '_', '.', '=', 'é'].filter((other) => other !== is);
    for (const other of others)
      expect(verifyReturnLink(before + other + after, [first], now), `${other} at ${at}`).toEqual(invalid);
  }
});

test('the last letter of a signature has one spelling', () => {
  const good = signReturnLink(claims, first);
  const bytesOf = (given: string) => Buffer.from(given.split('.')[2] ?? '', 'base64url').toString('hex');
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');
  const spellings = letters.map((last) => good.slice(0, -1) + last).filter((other) => bytesOf(other) === bytesOf(good));
  expect(spellings.length).toBeGreaterThan(1);
  expect(spellings.filter((other) => 'link' in verifyReturnLink(other, [first], now))).toEqual([good]);
});

test('no text is a token', () => {
  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('a', '.', '=', ' ') }));
  fc.assert(
    fc.property(anyText, (given) => {
      expect(verifyReturnLink(given, [first], now)).toEqual(invalid);
    }),
  );
});

test('another secret signs nothing that is ours', () => {
  expect(verifyReturnLink(signReturnLink(claims, second), [first], now)).toEqual(invalid);
  expect(verifyReturnLink(signReturnLink(claims, first), [], now)).toEqual(invalid);
});

test('while secrets change, links of the old one stay good', () => {
  const old = signReturnLink(claims, second);
  expect(verifyReturnLink(old, [first, second], now)).toEqual({ link: claims });
  expect(verifyReturnLink(old, [first, second], exp * 1000)).toEqual({ reason: 'expired' });
});

const header = { alg: 'HS256', typ: 'return+jwt' };
const { exp: _exp, ...endless } = claims;

test('a token made by hand in the right way is one', () => {
  expect(verifyReturnLink(token(header, claims), [first], now)).toEqual({ link: claims });
});

test.each<[what: string, token: string]>([
  ['no algorithm', token({ ...header, alg: 'none' }, claims)],
  ['no algorithm, and no signature', `${base64url({ ...header, alg: 'none' })}.${base64url(claims)}.`],
  ['another algorithm', token({ ...header, alg: 'HS512' }, claims)],
  ['no type', token({ alg: 'HS256' }, claims)],
  ['another type', token({ ...header, typ: 'JWT' }, claims)],
  ['a key of its own', token({ ...header, jwk: { kty: 'oct', k: 'AA' } }, claims)],
  ['another audience', token(header, { ...claims, aud: 'chat' })],
  ['a restriction that nobody knows', token(header, { ...claims, pages: [] })],
  ['no end', token(header, endless)],
  ['an end that is no number', token(header, { ...claims, exp: '2030' })],
  ['no id', token(header, { ...claims, id: undefined })],
  ['no object', token(header, null)],
  ['no JSON', signed(`${base64url(header)}.${Buffer.from('paid').toString('base64url')}`)],
])('a rightly signed token with %s is no return link', (_, given) => {
  expect(verifyReturnLink(given, [first], now)).toEqual(invalid);
});

test('what could not be verified is not signed', () => {
  expect(() => signReturnLink({ ...claims, message: '' }, first)).toThrow(/message/);
  expect(() => signReturnLink({ ...claims, variables: ['__proto__'] }, first)).toThrow(/this name can not be kept/);
  expect(() => signReturnLink({ ...claims, exp: 0.5 }, first)).toThrow(/exp/);
});

test('a token that no address has room for is not signed', () => {
  expect(() => signReturnLink({ ...claims, message: 'x'.repeat(limits.messageChars) }, first)).toThrow(
    /at most 4096 characters, this one \d+/,
  );
});

test('the first generation of keys is the secret itself; every other bot, generation and secret has another', () => {
  expect(linkSecretOf(first, { botId: 'shop', generation: 0 })).toBe(first);
  const all = ['shop', 'shop2', 'shop,1'].flatMap((botId) =>
    [1, 2, 11].flatMap((generation) => [first, second].map((secret) => linkSecretOf(secret, { botId, generation }))),
  );
  expect(new Set(all).size).toBe(all.length);
  expect(all.every((secret) => secret.length >= 43)).toBe(true);
});

test('a link of one generation is verified by its own only', () => {
  const [one, two] = [1, 2].map((generation) => linkSecretOf(first, { botId: 'shop', generation })) as [string, string];
  expect(verifyReturnLink(signReturnLink(claims, one), [two, one], now)).toEqual({ link: claims });
  expect(verifyReturnLink(signReturnLink(claims, one), [two, first], now)).toEqual(invalid);
});

test('a token says for which bot it is, before anybody has verified it', () => {
  fc.assert(
    fc.property(anyLink, (link) => {
      expect(botOfReturnLink(signReturnLink(link, 'whoever'))).toBe(link.botId);
    }),
  );
});

test.each(['', 'a', '..', 'a.e30.c', 'a.bnVsbA.c', `a.${base64url({ botId: 7 })}.c`, `a.${base64url([])}.c`])(
  'the token %j is for no bot',
  (given) => expect(botOfReturnLink(given)).toBeUndefined(),
);

const link = { url: 'https://chat.example/thirdparty-services-0.1/webview', token: 'a.b.c' };
const added = 'returnUrl=https%3A%2F%2Fchat.example%2Fthirdparty-services-0.1%2Fwebview&returnToken=a.b.c';

test.each([
  ['https://pay.example/form', `https://pay.example/form?${added}`],
  ['https://pay.example', `https://pay.example/?${added}`],
  ['https://pay.example/form?', `https://pay.example/form?${added}`],
  ['https://pay.example/form?a=1&b', `https://pay.example/form?a=1&b&${added}`],
  ['https://pay.example/form#card', `https://pay.example/form?${added}#card`],
  ['http://localhost:8080/a%20b?c=d%20e+f~#/g?h=1', `http://localhost:8080/a%20b?c=d%20e+f~&${added}#/g?h=1`],
  ['https://pay.example/?returnToken=old&a=1&returnUrl=x', `https://pay.example/?a=1&${added}`],
  ['https://pay.example/?returnTokens=1', `https://pay.example/?returnTokens=1&${added}`],
])('%s becomes %s', (page, address) => {
  expect(returnAddress(page, link)).toBe(address);
});

test('a page reads from its address what was put there, and what it had', () => {
  const query = fc.webQueryParameters().filter((all) => !/return(Url|Token)/.test(all));
  fc.assert(
    fc.property(query, fc.webFragments(), fc.webUrl(), (parameters, fragment, url) => {
      const page = `https://pay.example/form?${parameters}#${fragment}`;
      const address = new URL(returnAddress(page, { ...link, url }));
      const { searchParams } = address;
      expect([searchParams.getAll('returnUrl'), searchParams.getAll('returnToken')]).toEqual([[url], ['a.b.c']]);
      expect([...searchParams].slice(0, -2)).toEqual([...new URL(page).searchParams]);
      expect(address.hash).toBe(new URL(page).hash);
    }),
  );
});

test.each(['', '/pay.html', 'pay.example', 'javascript:alert(1)', 'data:text/html,x', 'https://'])(
  '%j is no page that a link could lead to',
  (page) => {
    expect(() => returnAddress(page, link)).toThrow(/http or https address/);
  },
);
