import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillHookText, HookEndpointName, HookText } from './hook.ts';
import type { Json } from './json.ts';

const data: Json = { name: 'Ada', order: { id: 7, paid: true, items: ['lamp', 'bulb'] }, 'a/b': 'slash', none: null };

test.each([
  ['Hello {/name}!', 'Hello Ada!'],
  ['{/order/id} {/order/paid} {/order/items/1}', '7 true bulb'],
  ['{/order/items}', '["lamp","bulb"]'],
  ['{/a~1b}', 'slash'],
  ['[{/nobody}{/none}{/order/items/9}]', '[]'],
  ['{name} {} {$webView.x} {{/name}}', '{name} {} {$webView.x} {Ada}'],
  ['no places', 'no places'],
])('%j becomes %j', (text, filled) => {
  expect(HookText.safeParse(text).success).toBe(true);
  expect(fillHookText(text, data)).toBe(filled);
});

test.each(['{/~}', 'a {/a~2b} c', '', 'x'.repeat(4001)])('the text %j is refused', (text) => {
  expect(HookText.safeParse(text).success).toBe(false);
});

test('whatever is posted stands in the text as it is, and nothing in it is filled again', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (one, two) => {
      expect(fillHookText('{/a}|{/b}', { a: one, b: two })).toBe(`${one}|${two}`);
    }),
  );
  expect(fillHookText('{/a}', { a: '{/b} $& $1', b: 'no' })).toBe('{/b} $& $1');
});

test('a text without places is left alone', () => {
  const plain = fc.string().filter((text) => !/\{\/[^{}]*\}/.test(text));
  fc.assert(fc.property(plain, fc.jsonValue(), (text, value) => fillHookText(text, value as Json) === text));
});

test.each(['paid', 'order-paid', 'v1.paid', '7', 'constructor', 'x'.repeat(100)])('%j is a name', (name) => {
  expect(HookEndpointName.safeParse(name).success).toBe(true);
  expect(new URL(`https://a.example/v1/hooks/h/${name}`).pathname).toBe(`/v1/hooks/h/${name}`);
});

test.each(['', '.', '..', 'a/b', 'a b', 'ü', '%41', '__proto__', '-a', 'a?', 'x'.repeat(101)])(
  '%j is no name',
  (name) => {
    expect(HookEndpointName.safeParse(name).success).toBe(false);
  },
);
