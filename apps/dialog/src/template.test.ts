import type { Conversation } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { conversation, freshSession } from './bot.fixture.ts';
import { Memory } from './memory.ts';
import { fill, fillValue } from './template.ts';

const session = {
  ...freshSession,
  webView: { PaymentId: '534e', both: 'outside', amount: 12.5, done: true, nothing: null, items: [{ id: 1 }] },
  variables: { name: 'Bob', both: 'bot' },
};
const memoryOf = (more: Partial<Conversation> = {}) =>
  new Memory(
    { conversation: { ...conversation, ...more }, session, environment: { key: 'k' }, said: 'my words', payload: null },
    () => [],
  );
const filled = (text: string) => fill(text, memoryOf().placeholder);

test('bot variables and web view variables each have their own names', () => {
  expect(filled('{$botContext.both} {$webView.both}')).toBe('bot outside');
  expect(filled('[{$botContext.PaymentId}][{$webView.name}][{$botContext.webView.PaymentId}]')).toBe('[][][]');
});

test('what the person said, and who talks to whom', () => {
  expect(filled('{$userMessage}={$query}')).toBe('my words=my words');
  expect(filled('{$conversationId} {$chatBotId} {$chatBotUserId} {$firstname}')).toBe('c b u Ada');
  expect(fill('{$firstname}', memoryOf({ attributes: { firstName: 'Eve' } }).placeholder)).toBe('Eve');
});

test('what the page told when it opened the conversation', () => {
  expect(filled('{$attributes.firstname}[{$attributes.other}]')).toBe('Ada[]');
});

test('numbers, truth and objects as text', () => {
  expect(filled('{$webView.amount} {$webView.done} {$webView.items}')).toBe('12.5 true [{"id":1}]');
});

test('what is not known is nothing, and remembered', () => {
  const memory = memoryOf();
  expect(fill('a{$botContext.none}b{$webView.nothing}c{$botContext.toString}', memory.placeholder)).toBe('abc');
  expect([...memory.unresolved]).toEqual(['$botContext.none', '$webView.nothing', '$botContext.toString']);
});

test('everything else stays as it is', () => {
  const text = '{name} {{$} $botContext.name {$} <b>&amp;</b> $& $1 {$botContext';
  expect(filled(text)).toBe(text);
});

test('what is filled in is not filled again', () => {
  expect(fill('{$x}', () => '{$botContext.name} $& $1')).toBe('{$botContext.name} $& $1');
});

test('a value that is one placeholder is the value itself', () => {
  const { placeholder } = memoryOf();
  expect(fillValue('{$webView.items}', placeholder)).toEqual([{ id: 1 }]);
  expect(fillValue('{$webView.items}!', placeholder)).toBe('[{"id":1}]!');
  expect(fillValue('{$webView.none}', placeholder)).toBe('');
  expect(fillValue({ a: ['{$userMessage}', 1] }, placeholder)).toEqual({ a: ['my words', 1] });
});
