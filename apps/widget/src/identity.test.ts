import { limits } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { identityOf } from './identity.ts';

test('either part may be left out', () => {
  expect(identityOf({})).toEqual({ attributes: {} });
  expect(identityOf({ userId: 'ada' })).toEqual({ userId: 'ada', attributes: {} });
  expect(identityOf({ attributes: { basket: [1, 2] } })).toEqual({ attributes: { basket: [1, 2] } });
});

test('it is what it was when it was said', () => {
  const attributes = { basket: ['lamp'], at: new Date(0), left: undefined };
  const who = identityOf({ attributes });
  attributes.basket.push('bulb');
  expect(who).toEqual({ attributes: { basket: ['lamp'], at: '1970-01-01T00:00:00.000Z' } });
});

const circle: Record<string, unknown> = {};
circle['self'] = circle;
const many = Object.fromEntries(Array.from({ length: limits.attributes + 1 }, (_, at) => [`a${at}`, at]));

test.each([
  [null, 'takes { userId, attributes }'],
  [[], 'takes { userId, attributes }'],
  [{ userId: 7 }, `takes a userId of 1 to ${limits.idChars} characters`],
  [{ userId: '' }, `takes a userId of 1 to ${limits.idChars} characters`],
  [{ userId: 'x'.repeat(limits.idChars + 1) }, `takes a userId of 1 to ${limits.idChars} characters`],
  [{ attributes: 'vip' }, 'takes attributes as an object'],
  [{ attributes: many }, `takes at most ${limits.attributes} attributes`],
  [{ attributes: circle }, 'takes attributes that can be written as JSON'],
  [{ attributes: { n: 1n } }, 'takes attributes that can be written as JSON'],
])('what is wrong is said', (who, wrong) => expect(identityOf(who)).toBe(wrong));
