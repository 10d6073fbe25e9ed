import { linkSchemes, richTags } from '@backchannel/contracts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Part, richParts } from './rich.ts';

/** All elements of a rich text, wherever they are. */
const elementsIn = (parts: readonly Part[]): Exclude<Part, string>[] =>
  parts.flatMap((part) => (typeof part === 'string' ? [] : [part, ...elementsIn(part.parts)]));
const wordsIn = (parts: readonly Part[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : wordsIn(part.parts))).join('');

const snippets =
  `<p> </p> <br> <br/> <b> </b> <ul> <li> </li> </ul> </a> < > " &lt; & <!-- &#60; &#x6a; </script> <script>
<a|href="https://a.example/?b=1&amp;c"> <a|href="javascript:alert(1)"> <a|href='|java~script:x'> <svg/onload=x> <b|<i>
<a|href="//a.example"|onclick="x"> <p|style="color:red"> <img|src=x|onerror=alert(1)> <a~href="data:text/html,x">
<iframe|srcdoc="<b>">`
    .split(/\s/)
    .map((snippet) => snippet.replaceAll('|', ' ').replaceAll('~', '\n'));
const piece = fc.oneof(fc.constantFrom(...snippets), fc.string());
const anyHtml = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

test('whatever it reads, it makes no other element and no other attribute, and no link that leads astray', () => {
  fc.assert(
    fc.property(anyHtml, (html) => {
      for (const { tag, parts, ...attributes } of elementsIn(richParts(html))) {
        expect(richTags).toContain(tag);
        expect(parts).toBeInstanceOf(Array);
        if (tag !== 'a') expect(attributes).toEqual({});
        expect(Object.keys(attributes).filter((name) => name !== 'href')).toEqual([]);
        if (attributes.href) expect(linkSchemes).toContain(new URL(attributes.href).protocol.slice(0, -1));
      }
    }),
    { numRuns: 2000 },
  );
});

test('there is never a link in a link', () => {
  fc.assert(
    fc.property(anyHtml, (html) => {
      const links = elementsIn(richParts(html)).filter(({ tag }) => tag === 'a');
      for (const { parts } of links) expect(elementsIn(parts).filter(({ tag }) => tag === 'a')).toEqual([]);
    }),
  );
});

test('a text without tags is what it says', () => {
  const plain = fc.string().map((text) => text.replaceAll(/[<&\s]/g, '.'));
  fc.assert(
    fc.property(plain, (text) => {
      expect(wordsIn(richParts(text))).toBe(text);
    }),
  );
});

test.each<[string, Part[]]>([
  ['a <b>bold</b> word', ['a ', { tag: 'b', parts: ['bold'] }, ' word']],
  ['one<br>two<br/>three', ['one', { tag: 'br', parts: [] }, 'two', { tag: 'br', parts: [] }, 'three']],
  ['<P>up</P>', [{ tag: 'p', parts: ['up'] }]],
  [
    '<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>',
    [
      {
        tag: 'ul',
        parts: [
          { tag: 'li', parts: ['one'] },
          { tag: 'li', parts: ['two'] },
        ],
      },
    ],
  ],
  ['1 &lt; 2 &amp;&amp; 3 &#62; 2', ['1 < 2 && 3 > 2']],
  ['&lt;script&gt;', ['<script>']],
  ['1 < 2', ['1 < 2']],
  ['<img src=x>', ['<img src=x>']],
  ['</b>', ['</b>']],
  ['<b>open', [{ tag: 'b', parts: ['open'] }]],
  ['<a href="tel:+4930">call</a>', [{ tag: 'a', href: 'tel:+4930', parts: ['call'] }]],
  ['<a href="https://a.example/?b=1&amp;c=2">x</a>', [{ tag: 'a', href: 'https://a.example/?b=1&c=2', parts: ['x'] }]],
  ['<a href="javascript:alert(1)">x</a>', [{ tag: 'a', parts: ['x'] }]],
  ['<a href="java&#115;cript:alert(1)">x</a>', [{ tag: 'a', parts: ['x'] }]],
])('%j', (html, parts) => {
  expect(richParts(html)).toEqual(parts);
});

test('nothing takes longer than its length', () => {
  const started = performance.now();
  for (const one of ['<a '.repeat(40_000), '<p>'.repeat(40_000), '<a href="'.repeat(15_000), '&#'.repeat(60_000)])
    richParts(one);
  expect(performance.now() - started).toBeLessThan(2000);
});
