import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkPieces } from './links.ts';

const textOf = (pieces: ReturnType<typeof linkPieces>) =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
const linksIn = (text: string) => linkPieces(text).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.href]));

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'https://',
        'a.example',
        '/b',
        ' ',
        '.',
        '(',
        ')',
        '@',
        '+49 30 ',
        '12345',
        'javascript:',
        'www.',
      ),
      fc.string(),
    ),
  )
  .map((pieces) => pieces.join(''));

test('put together again it is the text, and every link leads somewhere harmless', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(textOf(linkPieces(text))).toBe(text);
      for (const href of linksIn(text)) expect(href).toMatch(/^(https?|tel|mailto):/);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['See https://a.example/b?c=1&d=2.', 'https://a.example/b?c=1&d=2'],
  ['(https://a.example/b)', 'https://a.example/b'],
  ['https://a.example/b_(c)', 'https://a.example/b_(c)'],
  ['https://a.example/?q=[x]]!', 'https://a.example/?q=[x]'],
  ['“http://a.example”', 'http://a.example/'],
  ['هل رأيت https://a.example/x؟', 'https://a.example/x'],
  ['www.a.example/x,', 'https://www.a.example/x'],
  ['mail ada@a.example.', 'mailto:ada@a.example'],
  ['call +49 (30) 123-4567 now', 'tel:+49301234567'],
  ['tel:+4930', 'tel:+4930'],
  ['mailto:ada@a.example?subject=x', 'mailto:ada@a.example?subject=x'],
])('%s', (text, href) => {
  expect(linksIn(text)).toEqual([href]);
});

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'a.b',
  '1 + 2',
  'ada@home',
  '49.00 EUR',
  'order 12345678901',
  'https://',
])('%s is no link', (text) => {
  expect(linkPieces(text)).toEqual([text]);
});

test('nothing takes longer than its length', () => {
  const started = performance.now();
  for (const one of ['a', 'a.', 'a@', 'a@a.', '+1', 'https://)', 'www.', '+1 ']) linkPieces(one.repeat(40_000));
  linkPieces(`https://${')'.repeat(100_000)}`);
  expect(performance.now() - started).toBeLessThan(2000);
});
