import { BotSettings, InputTracked } from '@backchannel/contracts';
import {
  EndConversation,
  ExportConversation,
  GetConversation,
  GetTranscript,
  ListConversations,
  ResumeConversation,
} from '@backchannel/contracts/admin';
import { newId } from '@backchannel/contracts/ids';
import { describe, expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { botInTables } from './bot.fixture.ts';
import { inputsSaid, Talk } from './talk.fixture.ts';

const minute = 60_000;
const at = Date.parse('2026-01-05T09:00:00Z');
const unreadable = (event: ReturnType<Talk['answers']>) => ({ ...event, data: { nothing: true } });

onEachDatabase('conversations', (open) => {
  const one = (office: Office, { id }: Talk) => office.call(GetConversation, { params: { conversationId: id } });
  const ids = async (office: Office, query = {}, key = office.key) =>
    (await office.call(ListConversations, { query, key })).body.items.map(
      (item: { conversationId: string }) => item.conversationId,
    );

  test('one is there when it is opened, and after its answer what that left', async () => {
    await using office = await open();
    const talk = new Talk({ now: at, attributes: { name: 'Ada' } });
    await office.broker.publish([talk.opening]);
    await expect.poll(async () => (await one(office, talk)).status).toBe(200);
    expect((await one(office, talk)).body).toMatchObject({
      botId: 'shop',
      userId: 'ada',
      state: 'open',
      openedAt: '2026-01-05T09:00:00.000Z',
      turns: 0,
      session: null,
      variables: [{ name: 'name', from: 'attribute', type: 'string' }],
    });

    await office.broker.publish([talk.answers({ knows: { paid: true } })]);
    await talk.isHeard(office);
    expect((await one(office, talk)).body).toMatchObject({
      turns: 1,
      messages: 1,
      session: { number: 1, version: 3, waiting: null },
      variables: [
        { name: 'name', from: 'attribute', type: 'string' },
        { name: 'paid', from: 'webView', type: 'boolean' },
        { name: 'step', from: 'bot', type: 'number' },
      ],
    });
  });

  test('values are masked until the bot’s team shows them', async () => {
    await using office = await open();
    const talk = new Talk({ attributes: { name: 'Ada Lovelace' } });
    await office.broker.publish([talk.opening, talk.answers({ knows: { paid: 'with Visa' } })]);
    await talk.isHeard(office);
    const masked = (await one(office, talk)).body;
    expect(masked.masked).toBe(true);
    expect(JSON.stringify(masked)).not.toMatch(/Lovelace|Visa/);

    await botInTables(office, { settings: { showValues: true } });
    const shown = (await one(office, talk)).body;
    expect(shown.masked).toBe(false);
    expect(shown.variables).toContainEqual({ name: 'paid', from: 'webView', type: 'string', value: 'with Visa' });
  });

  test('what was posted since the last answer is known, once session has applied it', async () => {
    await using office = await open();
    await botInTables(office, { settings: { showValues: true } });
    const talk = new Talk();
    const became = (outcome: 'applied' | 'rejected') => {
      const { inputId } = talk.last;
      const tracked = { stage: 'outcome', inputId, conversationId: talk.id, outcome } as const;
      return InputTracked(tracked, { time: talk.now });
    };
    const begun = [talk.opening, talk.gets({ a: 0, c: 0 }), became('applied')];
    talk.now += minute;
    const answered = talk.answers({ knows: { a: 1, b: 1, c: 1 } });
    const since = [talk.gets({ a: 2 }), became('applied'), talk.gets({ b: 2 }), became('rejected')];
    await office.broker.publish([...begun, answered, ...since, talk.gets({ c: null, d: 2 }), became('applied')]);
    const webView = async () => {
      const known = (await one(office, talk)).body.variables ?? [];
      return known
        .filter(({ from }: { from: string }) => from === 'webView')
        .map(({ name, value }: { name: string; value: number }) => [name, value]);
    };
    await expect.poll(webView).toEqual([
      ['a', 2],
      ['b', 1],
      ['d', 2],
    ]);
  });

  test('a transcript is what chat shows: of two attempts the first, parts once, closed at its end', async () => {
    await using office = await open();
    const talk = new Talk();
    const opening = [talk.opening, talk.answers({ says: ['Welcome.'] })];
    const hello = talk.hears('hello');
    const first = talk.answers({ says: ['One.', 'Two.'] });
    talk.turn -= 1;
    const part = talk.answers({ says: ['One.'], final: false, session: null });
    talk.turn -= 1;
    const other = talk.answers({ says: ['Another attempt.'] });
    const bye = [talk.hears('bye'), talk.answers({ says: ['Bye.'], leaves: 'closed' })];
    await office.broker.publish([...opening, hello, part, first, other, part, ...bye]);
    await talk.isHeard(office);

    const params = { conversationId: talk.id };
    const all = (await office.call(GetTranscript, { params })).body;
    expect(all.items.map(({ seq, from, text, type }: never) => [seq, from, text ?? type])).toEqual([
      [1, 'bot', 'Welcome.'],
      [2, 'user', 'hello'],
      [3, 'bot', 'One.'],
      [4, 'bot', 'Two.'],
      [5, 'user', 'bye'],
      [6, 'bot', 'Bye.'],
      [7, 'bot', 'closed'],
    ]);
    const page = (await office.call(GetTranscript, { params, query: { limit: '5' } })).body;
    const rest = (await office.call(GetTranscript, { params, query: { cursor: page.next } })).body;
    expect([...page.items, ...rest.items]).toEqual(all.items);
    expect(rest.next).toBeNull();
    expect((await one(office, talk)).body).toMatchObject({ state: 'closed', endedAt: expect.any(String), messages: 7 });
  });

  test('an answer that nobody can read still ends its turn; an opening that comes twice changes nothing', async () => {
    await using office = await open();
    const talk = new Talk();
    await office.broker.publish([
      talk.opening,
      unreadable(talk.answers()),
      { ...talk.opening, data: { ...(talk.opening.data as object), userId: 'eve' } },
      talk.hears('hello'),
      talk.answers({ says: ['Here.'] }),
    ]);
    await talk.isHeard(office);
    expect((await one(office, talk)).body).toMatchObject({ userId: 'ada', messages: 2 });
  });

  test('what nobody has opened is not kept; a log that has lost its beginning begins with an answer', async () => {
    await using office = await open();
    const [stranger, old] = [new Talk(), new Talk()];
    old.turn = 6;
    await office.broker.publish([stranger.hears('hello?'), old.hears('again'), old.answers({ says: ['Again!'] })]);
    await old.isHeard(office);
    expect((await one(office, stranger)).status).toBe(404);
    expect((await one(office, old)).body).toMatchObject({ userId: 'ada', messages: 2, turns: 7 });
  });

  test('whoever writes zeros into ids holds up nobody', async () => {
    await using office = await open();
    const [odd, talk] = [new Talk({ userId: 'a\0da' }), new Talk()];
    await office.broker.publish([odd.opening, odd.answers(), talk.opening, talk.answers()]);
    await talk.isHeard(office);
    await odd.isHeard(office);
    expect(await ids(office, { userId: 'a\0da' })).toEqual([odd.id]);
  });

  describe('the list', () => {
    test('is by bot, user, state and time, those opened last first, in pages', async () => {
      await using office = await open();
      const talks = Array.from({ length: 7 }, (_, place) => {
        const [botId, userId] = [place % 2 ? 'shop' : 'bank', place < 4 ? 'ada' : 'bob'];
        // Two of them in the same moment.
        return new Talk({ botId, userId, now: at + Math.max(1, place) * minute });
      });
      const closing = talks[5] as Talk;
      await office.broker.publish(talks.map((talk) => talk.opening));
      await office.broker.publish([closing.answers({ leaves: 'closed' })]);
      await expect.poll(async () => (await ids(office)).length).toBe(7);
      await closing.isHeard(office);

      const newest = talks.toSorted((a, b) => b.now - a.now || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
      expect(await ids(office)).toEqual(newest);
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: Record<string, string> = { limit: '2', ...(cursor && { cursor }) };
        const { items, next } = (await office.call(ListConversations, { query })).body;
        paged.push(...items.map(({ conversationId }: { conversationId: string }) => conversationId));
        cursor = next;
      }
      expect(paged).toEqual(newest);

      const which = (...places: number[]) => newest.filter((id) => places.some((place) => talks[place]?.id === id));
      expect(await ids(office, { botId: 'shop' })).toEqual(which(1, 3, 5));
      expect(await ids(office, { userId: 'bob' })).toEqual(which(4, 5, 6));
      expect(await ids(office, { state: 'closed' })).toEqual([closing.id]);
      expect(await ids(office, { state: 'open', botId: 'shop' })).toEqual(which(1, 3));
      const from = new Date(at + 2 * minute).toISOString();
      const to = new Date(at + 4 * minute).toISOString();
      expect(await ids(office, { from, to })).toEqual(which(2, 3));
    });

    test('has only the bots that the caller may see', async () => {
      await using office = await open();
      const [shop, bank] = [new Talk({ botId: 'shop' }), new Talk({ botId: 'bank' })];
      await office.broker.publish([shop.opening, bank.opening]);
      await expect.poll(async () => (await ids(office)).length).toBe(2);
      const key = await office.newKey({ bots: ['shop'] });
      expect(await ids(office, {}, key)).toEqual([shop.id]);
      const asked = await office.call(ListConversations, { query: { botId: 'bank' }, key });
      expect(asked.body).toMatchObject({ code: 'forbidden' });
      for (const route of [GetConversation, GetTranscript, EndConversation, ExportConversation]) {
        const { body } = await office.call(route, { params: { conversationId: bank.id }, key });
        expect(body).toMatchObject({ status: 404, code: 'not_found' });
      }
    });

    test('refuses what is no cursor of it', async () => {
      await using office = await open();
      const { body } = await office.call(ListConversations, { query: { cursor: 'x' } });
      expect(body).toMatchObject({ code: 'field_invalid', pointer: '/cursor' });
    });
  });

  describe('who leads them', () => {
    test('ends one, once it goes on', async () => {
      await using office = await open();
      const inputs = await inputsSaid(office);
      const talk = new Talk();
      await office.broker.publish([talk.opening, talk.answers()]);
      await talk.isHeard(office);
      const params = { conversationId: talk.id };
      const { status, body } = await office.call(EndConversation, { params });
      expect(status).toBe(202);
      await expect
        .poll(() => inputs.filter(({ kind }) => kind === 'closed'))
        .toMatchObject([{ inputId: body.inputId, conversationId: talk.id }]);

      await office.broker.publish([talk.answers({ leaves: 'closed' })]);
      await talk.isHeard(office);
      expect((await office.call(EndConversation, { params })).body).toMatchObject({ code: 'conversation_closed' });
      const audit = await office.store.db.selectFrom('audit').selectAll().execute();
      expect(audit).toMatchObject([
        { action: 'conversation.end', bot_id: 'shop', subject: `conversations/${talk.id}`, by_name: 'test' },
      ]);
    });

    test('hands one back to the bot, with what the doors know of it', async () => {
      await using office = await open();
      await botInTables(office, { version: 7, settings: { sessionMs: 5 * minute } });
      const inputs = await inputsSaid(office);
      const talk = new Talk();
      await office.broker.publish([talk.opening, talk.answers()]);
      await talk.isHeard(office);
      const params = { conversationId: talk.id };
      const early = await office.call(ResumeConversation, { params, body: {} });
      expect(early.body).toMatchObject({ status: 409, code: 'conflict' });

      await office.broker.publish([talk.hears('agent'), talk.answers({ leaves: 'transferred' })]);
      await talk.isHeard(office);
      const { status, body } = await office.call(ResumeConversation, { params, body: { message: ' survey ' } });
      expect(status).toBe(202);
      const stamp = BotSettings.schema.parse({ botId: 'shop', revision: 0, version: 7, sessionMs: 5 * minute });
      const { version, sessionMs, lateMessageMs } = stamp;
      await expect
        .poll(() => inputs.filter(({ kind }) => kind === 'resumed'))
        .toMatchObject([
          { inputId: body.inputId, botId: 'shop', message: 'survey', bot: { version, sessionMs, lateMessageMs } },
        ]);
      expect((await office.call(ResumeConversation, { params })).status).toBe(202);
    });

    test('does not hand one to a bot that is switched off', async () => {
      await using office = await open();
      await botInTables(office, { enabled: 0 });
      const talk = new Talk();
      await office.broker.publish([talk.opening, talk.answers({ leaves: 'transferred' })]);
      await talk.isHeard(office);
      const { body } = await office.call(ResumeConversation, { params: { conversationId: talk.id }, body: {} });
      expect(body).toMatchObject({ status: 403, code: 'bot_disabled' });
    });

    test('exports all of one, values too, and that is written down', async () => {
      await using office = await open();
      const talk = new Talk({ attributes: { name: 'Ada' } });
      await office.broker.publish([talk.opening, talk.answers({ knows: { paid: 'yes' } })]);
      await talk.isHeard(office);
      const { body } = await office.call(ExportConversation, { params: { conversationId: talk.id } });
      expect(body).toMatchObject({ masked: false, transcript: [{ text: 'Hello!' }] });
      expect(body.variables).toContainEqual({ name: 'paid', from: 'webView', type: 'string', value: 'yes' });
      const { inputs } = body;
      expect(inputs).toMatchObject([{ kind: 'opened', conversationId: talk.id }]);
      const audit = await office.store.db.selectFrom('audit').select(['action', 'after']).execute();
      expect(audit).toEqual([{ action: 'conversation.export', after: null }]);
    });
  });

  test('what is decided is said also by whoever comes after a crash, and said twice it is the same input', {
    tags: 'long',
  }, async () => {
    await using office = await open();
    const talk = new Talk();
    await office.broker.publish([talk.opening, talk.answers()]);
    await talk.isHeard(office);
    const { body } = await office.call(EndConversation, { params: { conversationId: talk.id } });
    await expect.poll(() => office.store.db.selectFrom('inputs_to_say').select('id').execute()).toEqual([]);

    // As it is between the commit and the saying of somebody who is gone.
    const inputs = await inputsSaid(office);
    const event = { ...talk.opening, id: newId(), data: { ...(talk.opening.data as object), inputId: 'left' } };
    await office.stop();
    await office.start();
    const row = { id: 'left', conversation_id: talk.id, event: JSON.stringify(event), at: 1 };
    await office.store.db.insertInto('inputs_to_say').values(row).execute();
    await expect.poll(() => inputs.map(({ inputId }) => inputId), { timeout: 5000 }).toEqual(['left']);
    expect(body.inputId).not.toBe('left');
  });
});
