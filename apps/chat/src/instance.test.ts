import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Slots, sqliteSlots } from '@backchannel/projection';
import { Opened, readEnvironment } from '@backchannel/service';
import { expect, test } from 'vitest';
import { Instance } from './instance.ts';
import { Stage, secret, until } from './stage.fixture.ts';

const ROUND = 31;

/** An instance without its log: its clock is the test's. */
async function begin(slots?: Slots) {
  const stage = new Stage({ slots });
  await stage.bot();
  const opened = new Opened('chat', readEnvironment({ TOKEN_SECRETS: secret, LOG_LEVEL: 'silent' }), stage.broker);
  opened.slots = () => stage.slots;
  const instance = new Instance(opened);
  instance.pulse.stop();
  const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  instance.serve(server);
  await once(server, 'listening');
  await until(() => opened.health.waitsFor().length === 0);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const token = await instance.tokens.sign({ conversation: 'c-1', bot: 'shop', user: 'u', exp });
  const tick = (now: number, times = ROUND) => {
    for (let i = 0; i < times; i += 1) instance.sockets.tick(now);
  };
  const dispose = async () => {
    await instance.stop();
    server.close();
    await stage[Symbol.asyncDispose]();
  };
  return { stage, instance, address, token, tick, exp, [Symbol.asyncDispose]: dispose };
}

test('a socket whose token ends is closed, and told why', async () => {
  await using chat = await begin();
  const page = await chat.stage.page(chat.address, { token: chat.token }).welcomed();
  chat.tick(chat.exp * 1000);
  expect(await page.ended()).toEqual({ code: 4419, reason: 'token_expired' });
});

test('a socket that does not answer a ping is gone at the next', async () => {
  await using chat = await begin();
  const [live, dead] = [1, 2].map(() => chat.stage.page(chat.address, { token: chat.token }));
  await Promise.all([live?.welcomed(), dead?.welcomed()]);
  let pings = 0;
  live?.socket.on('ping', () => {
    pings += 1;
  });
  dead?.socket.pause();
  chat.tick(Date.now());
  await until(() => pings === 1);
  // The pong has arrived once something sent after it was answered.
  live?.say({ type: 'say', id: 'not a uuid' });
  await until(() => live?.all('problem').length === 1);
  chat.tick(Date.now());
  dead?.socket.resume();
  expect((await dead?.ended())?.code).toBe(1006);
  await until(() => pings === 2);
  expect(live?.closed).toBeNull();
});

test('a page is told when it is welcomed, and at every beat, that its socket lives', async () => {
  await using chat = await begin();
  const page = await chat.stage.page(chat.address, { token: chat.token }).welcomed();
  const stranger = await chat.stage.page(chat.address).opened();
  await until(() => page.all('beat').length === 1);
  chat.tick(Date.now());
  await until(() => page.all('beat').length === 2);
  expect(stranger.frames).toEqual([]);
});

test('an instance that folds nothing shows what others have stored: when a bell rings, or when it compares', async () => {
  await using chat = await begin();
  await chat.stage.chat('another');
  const page = await chat.stage.page(chat.address, { token: chat.token }).welcomed();
  const stored = (turn: number) => until(async () => (await chat.instance.store.standing('c-1')).showing.turn === turn);
  await chat.stage.answer('c-1');
  await stored(1);
  expect(page.messages).toEqual([]);
  chat.instance.rooms.hear([
    { conversationId: 'c-1', typing: true },
    { conversationId: 'c-1', head: 1 },
    { conversationId: 'c-2', head: 7 },
  ]);
  await page.shows(1);
  // The message ended it.
  chat.instance.rooms.hear([{ conversationId: 'c-1', head: 1, typing: false }]);
  chat.instance.rooms.hear([{ conversationId: 'c-1', typing: true }]);
  chat.instance.rooms.hear([{ conversationId: 'c-1', head: 1, typing: false }]);
  await until(() => page.all('quiet').length > 0);
  expect(page.frames.map(({ type }) => type)).toEqual(['welcome', 'beat', 'typing', 'message', 'typing', 'quiet']);

  await chat.stage.answer('c-1');
  await stored(2);
  await chat.instance.rooms.compare();
  await page.shows(2);
  // A ring that comes late, or says less than is known, does no harm.
  chat.instance.rooms.hear([{ conversationId: 'c-1', head: 1 }]);
  await chat.stage.answer('c-1');
  await stored(3);
  await chat.instance.rooms.compare();
  await page.shows(3);
  expect(page.seqs).toEqual([1, 2, 3]);
});

/** Slots that note what is read of them, and can't be read while `broken`. */
function noted() {
  const calls: string[] = [];
  const slots = sqliteSlots(':memory:');
  const all = { slots, calls, broken: false };
  all.slots = new Proxy(slots, {
    get:
      (_, name: keyof Slots) =>
      (...args: unknown[]) => {
        calls.push(name);
        if (all.broken && name === 'range') return Promise.reject(new Error('away'));
        return (slots[name] as (...args: unknown[]) => unknown)(...args);
      },
  });
  return all;
}

test('where nothing was stored since, heads are compared without reading a single one', async () => {
  const store = noted();
  await using chat = await begin(store.slots);
  const { rooms } = chat.instance;
  const page = await chat.stage.page(chat.address, { token: chat.token }).welcomed();
  const compare = async () => {
    store.calls.length = 0;
    await rooms.compare();
    return store.calls.filter((name) => name !== 'range');
  };
  expect(await compare()).toEqual(['read']);
  expect(await compare()).toEqual(['head']);
  await chat.stage.chat('another');
  await chat.stage.answer('c-1');
  await until(async () => (await chat.instance.store.standing('c-1')).showing.turn === 1);
  expect(await compare()).toContain('read');
  await page.shows(1);
});

test('a tab that could not be given what it has missed gets it the next time, though nothing was stored since', async () => {
  const store = noted();
  await using chat = await begin(store.slots);
  const { rooms } = chat.instance;
  const page = await chat.stage.page(chat.address, { token: chat.token }).welcomed();
  await chat.stage.chat('another');
  await chat.stage.answer('c-1');
  await until(async () => (await chat.instance.store.standing('c-1')).showing.turn === 1);
  store.broken = true;
  await rooms.compare();
  await until(() => store.calls.includes('range'));
  await rooms.compare();
  expect(page.messages).toEqual([]);
  store.broken = false;
  await until(async () => {
    await rooms.compare();
    return page.messages.length === 1;
  });
});

test('many are looked over some at a time, and all of them again after not all could be', async () => {
  const store = noted();
  await using chat = await begin(store.slots);
  const all = await chat.instance.store.partitions.group(Array.from({ length: 9999 }, (_, i) => `c-${i}`));
  const ids = [...all.values()][0]?.slice(0, 250) ?? [];
  const lookOver = async (upTo = Infinity) => {
    store.calls.length = 0;
    let seen = 0;
    for await (const standings of chat.instance.store.lookOver(ids)) {
      seen += standings.size;
      if (seen >= upTo) break;
    }
    return { seen, reads: store.calls };
  };
  expect(await lookOver(200)).toEqual({ seen: 200, reads: ['read', 'read'] });
  expect(await lookOver()).toEqual({ seen: 250, reads: ['read', 'read', 'read'] });
  expect(await lookOver()).toEqual({ seen: 0, reads: ['head'] });
});

test('an upgrade for another address is refused', async () => {
  await using chat = await begin();
  const page = chat.stage.page(`${chat.address}/elsewhere`);
  expect((await page.ended()).code).toBe(1006);
});
