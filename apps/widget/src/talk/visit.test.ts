import { expect, test } from 'vitest';
import { passes, Stage, texts } from './stage.fixture.ts';

test('only what was looked at is acknowledged, by its last number', async () => {
  using stage = new Stage();
  const tab = stage.browser.tab();
  const talk = await stage.started(tab);
  for (let i = 0; i < 3; i += 1) stage.chat.answer();
  await passes();
  expect(stage.chat.last.all('ack')).toEqual([]);
  expect(talk.now.unread).toBe(3);
  talk.look(true);
  await passes();
  expect(stage.chat.last.all('ack')).toEqual([{ type: 'ack', seq: 3 }]);
  tab.show(false);
  stage.chat.answer();
  await passes();
  expect([talk.now.unread, stage.chat.last.all('ack').length]).toEqual([1, 1]);
  tab.show(true);
  await passes();
  expect(stage.chat.last.all('ack').at(-1)).toEqual({ type: 'ack', seq: 4 });
  expect(talk.now.unread).toBe(0);
});

test('a reload remembers what was looked at; an acknowledgement that was lost is told again', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.last.isDead = true;
  stage.chat.answer();
  talk.look(true);
  talk.look(false);
  await passes();
  const again = await stage.reload(talk);
  again.look(true);
  stage.chat.answer();
  await passes();
  again.look(false);
  stage.chat.answer();
  await passes();
  const third = await stage.reload(again);
  expect(third.now.unread).toBe(1);
  expect(stage.chat.last.said[0]).toMatchObject({ type: 'hello', after: 0 });
  expect(stage.chat.last.all('ack')).toEqual([{ type: 'ack', seq: 2 }]);
});

test('news is what came while the tab was there', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.answer();
  const again = await stage.reload(talk);
  const heard: (string | undefined)[] = [];
  again.onMessage(({ text }) => heard.push(text));
  stage.chat.answer();
  await passes();
  stage.chat.cut();
  stage.chat.answer();
  stage.chat.isReachable = true;
  await passes(600);
  expect(heard).toEqual(['2', '3']);
});

test('what nobody had looked at is still unread when the transcript begins anew', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  const again = async (epoch: string) => {
    stage.chat.epoch = epoch;
    stage.chat.last.tell({ type: 'welcome', epoch, head: stage.chat.only.messages.length });
    for (const message of stage.chat.only.messages) stage.chat.last.tell({ type: 'message', message });
    await passes();
  };
  stage.chat.answer();
  await again('e2');
  expect(talk.now.unread).toBe(1);
  talk.look(true);
  await passes();
  await again('e3');
  expect(stage.chat.last.all('ack').map(({ seq }) => seq)).toEqual([1, 1]);
  stage.chat.answer({ delayMs: 5000 });
  await passes();
  const heard: number[] = [];
  talk.onMessage(({ seq }) => heard.push(seq));
  await again('e4');
  await passes(6000);
  expect(texts(talk)).toEqual(['1', '2']);
  expect(heard).toEqual([]);
});

test('replies are held back one after the other, with typing', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.answer({ text: 'a' });
  stage.chat.answer({ text: 'b', delayMs: 1000 });
  stage.chat.answer({ text: 'c', delayMs: 2000 });
  stage.chat.answer({ text: 'd' });
  talk.look(true);
  await passes(50);
  expect([texts(talk), talk.now.typing]).toEqual([['a'], true]);
  expect(stage.chat.last.all('ack')).toEqual([{ type: 'ack', seq: 1 }]);
  await passes(1000);
  expect([texts(talk), talk.now.typing]).toEqual([['a', 'b'], true]);
  await passes(1900);
  expect([texts(talk), talk.now.typing]).toEqual([['a', 'b'], true]);
  await passes(100);
  expect([texts(talk), talk.now.typing]).toEqual([['a', 'b', 'c', 'd'], false]);
});

test('nothing is held back of what a reload or a new connection finds, and nothing that the person has gone past', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  stage.chat.answer({ delayMs: 9000 });
  await passes(50);
  expect(texts(talk)).toEqual([]);
  talk.say('well?');
  await passes(50);
  expect(texts(talk)).toEqual(['1', 'well?']);
  expect(talk.now.pending).toEqual([]);
  stage.chat.cut();
  stage.chat.answer({ delayMs: 9000, text: 'missed' });
  stage.chat.isReachable = true;
  await passes(600);
  expect(texts(talk)).toEqual(['1', 'well?', 'missed']);
  stage.chat.answer({ delayMs: 9000, text: 'held' });
  await passes(50);
  const again = await stage.reload(talk);
  expect(texts(again)).toEqual(['1', 'well?', 'missed', 'held']);
});

test('typing ends with the answer, when there is none, with a refusal, or after a while', async () => {
  using stage = new Stage();
  const talk = await stage.started();
  const types = async () => {
    stage.chat.last.tell({ type: 'typing' });
    await passes(10);
    expect(talk.now.typing).toBe(true);
  };
  await types();
  stage.chat.answer();
  await passes(10);
  expect(talk.now.typing).toBe(false);
  await types();
  stage.chat.last.tell({ type: 'quiet' });
  await passes(10);
  expect(talk.now.typing).toBe(false);
  await types();
  stage.chat.refuse('say', 'queue_full');
  talk.say('x');
  await passes(20);
  expect(talk.now.typing).toBe(false);
  await types();
  await passes(20_000);
  expect(talk.now.typing).toBe(false);
  stage.chat.answer({ type: 'transfer', text: undefined });
  stage.chat.last.tell({ type: 'typing' });
  await passes(10);
  expect(talk.now).toMatchObject({ typing: false, transferred: true });
  stage.chat.answer({ from: 'user' });
  await passes(10);
  expect(talk.now.transferred).toBe(true);
  stage.chat.answer();
  await passes(10);
  expect(talk.now.transferred).toBe(false);
});
