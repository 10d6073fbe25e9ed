import { expect, test } from 'vitest';
import { botOf, dialog, question, Talk, text } from '../bot.fixture.ts';

const webView = {
  name: 'Ada & Bob',
  url: 'https://img.example/a b.png',
  bad: 'javascript:alert(1)',
  html: '<b>"x"</b>',
};
const repliesOf = (...interactions: object[]) => {
  const talk = new Talk(botOf([dialog('start', ...interactions)]), { webView });
  talk.hear('start');
  return talk;
};
const one = (interaction: object) => repliesOf({ name: 'x', ...interaction }).replies;

test('an image is shown, its address and description filled', () => {
  expect(one({ type: 'image', url: 'https://img.example/{$webView.name}.png', alt: 'by {$webView.name}' })).toEqual([
    { id: '1:x:1:1', type: 'image', url: 'https://img.example/Ada%20%26%20Bob.png', alt: 'by Ada & Bob' },
  ]);
});

test('an address that is a placeholder is the value, if it is a web address', () => {
  expect(one({ type: 'image', url: '{$webView.url}' })).toMatchObject([{ url: webView.url, alt: '' }]);
  const talk = repliesOf({ name: 'x', type: 'image', url: '{$webView.bad}' });
  expect(talk.replies).toEqual([]);
  expect(talk.notes).toEqual(['{$webView.bad} is no address that begins with http:// or https://']);
});

test('a private message is for agents', () => {
  expect(one({ type: 'private_message', text: 'Beware of {$webView.name}.' })).toEqual([
    { id: '1:x:1:1', type: 'private', text: 'Beware of Ada & Bob.' },
  ]);
});

test('universal content is handed on as it is, placeholders filled, and a value stays one value', () => {
  const content = { a: ['{$webView.html}', 1, null], b: { c: 'Hi {$webView.name}' } };
  expect(one({ type: 'universal', content })).toEqual([
    { id: '1:x:1:1', type: 'universal', content: { a: ['<b>"x"</b>', 1, null], b: { c: 'Hi Ada & Bob' } } },
  ]);
});

test('its own delay holds back the first message of an interaction', () => {
  const talk = new Talk(
    botOf([dialog('start', text('x', { text: 'one two '.repeat(20), delayMs: 500 }))], { splitChars: 100 }),
  );
  talk.hear('start');
  expect(talk.replies.map(({ delayMs }) => delayMs)).toEqual([500, undefined]);
});

test('a transfer says its text, hands over, and no dialog is open any more', () => {
  const talk = repliesOf(
    { name: 'x', type: 'transfer', text: 'A person takes over.', to: 'team {$webView.name}' },
    text('never'),
  );
  expect(talk.replies).toMatchObject([
    { type: 'text', text: 'A person takes over.' },
    { type: 'transfer', to: 'team Ada & Bob' },
  ]);
  expect(talk.last).toMatchObject({ leaves: 'transferred', session: { stack: [], waiting: null } });
});

test('who comes back from a transfer is heard by the starters, and goes on nowhere', () => {
  const talk = repliesOf(question('ask'), { name: 'x', type: 'transfer' }, text('behind'));
  talk.hear('anything');
  expect(talk.last?.leaves).toBe('transferred');
  expect(talk.hear('hello')).toEqual(['Pardon?']);
  expect(talk.last?.leaves).toBe('open');
  expect(talk.hear('start')).toEqual(['ask?']);
});

test('close says its text and ends the conversation', () => {
  const talk = repliesOf({ name: 'x', type: 'close', text: 'Bye.' }, text('never'));
  expect(talk.replies).toMatchObject([{ text: 'Bye.' }]);
  expect(talk.last).toMatchObject({ leaves: 'closed', session: { stack: [], waiting: null } });
});
