import { expect, test } from 'vitest';
import { digestFits } from './credentials.ts';

const abcd = { conversationId: 'abcd', botId: 'xyz' };
const upper = 'A0D9CF69FA7C6DDB2F361277D26953DD1E0CF367C238A0079EE02494B3EE3200';
const seed = {
  conversationId: 'a845678d-fe5a-429e-bc46-b25d524b9fa7',
  botId: '795bb1534e34fc89050304e6f6827c41c50410d7',
};

test.each([
  ['as the document writes it', upper, abcd],
  ['as its tutorial writes it', upper.toLowerCase(), abcd],
  ['of the ids in the example', 'B922C0082C713607B2537D2DBF7C2D35F60281AF71EC432ABF57BA1EF99B6E8D', seed],
])('the digest %s fits', (_, digest, ids) => {
  expect(digestFits(digest, ids)).toBe(true);
});

test.each([
  ['nothing', undefined],
  ['an empty header', ''],
  ['another digest', `B${upper.slice(1)}`],
  ['a digest cut short', upper.slice(0, 62)],
  ['a digest with something behind it', `${upper}00`],
  ['the digest in a scheme', `Bearer ${upper}`],
  ['letters that are not hex', 'z'.repeat(64)],
])('%s does not fit', (_, authorization) => {
  expect(digestFits(authorization, abcd)).toBe(false);
});

test('the digest of swapped ids does not fit', () => {
  expect(digestFits(upper, { conversationId: 'xyz', botId: 'abcd' })).toBe(false);
});
