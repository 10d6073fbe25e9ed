import { expect, test } from 'vitest';
import { passes, Stage, texts } from './stage.fixture.ts';

test('without one, everything works until the page is left', async () => {
  using stage = new Stage();
  const talk = await stage.started(stage.browser.tab({ storage: null }));
  talk.say('hello');
  await passes();
  expect(texts(talk)).toEqual(['hello']);
});

test('one that throws is as good as none', async () => {
  using stage = new Stage();
  stage.browser.isForbidden = true;
  const talk = await stage.started();
  talk.say('hello');
  await passes();
  expect([texts(talk), talk.now.known.length, talk.now.pending]).toEqual([['hello'], 1, []]);
});

test('damaged entries are as good as none', async () => {
  using stage = new Stage();
  for (const name of ['current', 'conversation:c-1', 'said:1', 'opening']) {
    for (const value of ['{', 'null', '7', '[]', '{"conversationId":"c-1"}', '"c-1"']) {
      stage.browser.items.clear();
      stage.browser.items.set(`backchannel:shop:${name}`, value);
      const talk = await stage.started(stage.browser.tab({ locks: null }));
      await passes(500);
      expect(talk.now).toMatchObject({ status: 'online', pending: [] });
      talk.destroy();
    }
  }
});
