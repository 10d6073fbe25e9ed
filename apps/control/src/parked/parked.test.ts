import { type InputReceived, limits, TurnOpened, Turns } from '@backchannel/contracts';
import {
  DiscardParked,
  DryRunParked,
  ErasePerson,
  GetParked,
  ListParked,
  RedriveMany,
  RedriveParked,
} from '@backchannel/contracts/admin';
import { describe, expect, test } from 'vitest';
import { botInTables } from '../conversations/bot.fixture.ts';
import { inputsSaid, Talk } from '../conversations/talk.fixture.ts';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { areHeard, idOf, poisoned, posted } from './poison.fixture.ts';
import { forgetOldParked } from './retention.ts';

const minute = 60_000;
const at = Date.parse('2026-01-05T09:00:00Z');

onEachDatabase('parked records', (open) => {
  /** A conversation that control knows, with a bot that it knows. */
  async function talked(office: Office): Promise<Talk> {
    await botInTables(office, { version: 4 });
    const talk = new Talk();
    await office.broker.publish([talk.opening, talk.answers()]);
    await talk.isHeard(office);
    return talk;
  }
  const ask = (
    office: Office,
    route: typeof GetParked | typeof DryRunParked | typeof RedriveParked,
    parkedId: string,
  ) => office.call(route, { params: { parkedId } });

  test('one is there once, with what it holds, however often it was parked', async () => {
    await using office = await open();
    const event = posted('c-1', { variables: { paid: 'yes' } });
    const record = poisoned(event, { reason: 'it is too odd', now: at });
    await office.broker.publish([record, record]);
    await areHeard(office, 1);
    const { body } = await ask(office, GetParked, idOf(record));
    expect(body).toMatchObject({
      topic: 'conversation.log',
      group: 'session',
      reason: 'it is too odd',
      at: '2026-01-05T09:00:00.000Z',
      type: 'input.received',
      inputId: event.id,
      conversationId: 'c-1',
      botId: 'shop',
      status: 'parked',
      headers: { envelope: expect.stringContaining(event.id) },
      body: { kind: 'posted', variables: { paid: 'yes' } },
      text: null,
    });
  });

  test('one that is no JSON is shown as the text it is; zeros in it hold up nobody', async () => {
    await using office = await open();
    const record = poisoned(posted('c-1'), { reason: 'a \0 in it' });
    const data = { ...(record.data as object), value: Buffer.from('not {\0').toString('base64') };
    await office.broker.publish([{ ...record, data }]);
    await areHeard(office, 1);
    const { body } = await ask(office, GetParked, idOf(record));
    expect(body).toMatchObject({ text: 'not {\0', botId: null, reason: 'a \u{FFFD} in it' });
    expect(body).not.toHaveProperty('body');
  });

  test('the list is by status, group, topic, bot, conversation and time, newest first, in pages', async () => {
    await using office = await open();
    const bots = ['shop', 'bank', 'shop', 'bank', 'shop'];
    const records = bots.map((botId, place) =>
      poisoned(posted(`c-${place % 2}`, { botId }), {
        group: place < 2 ? 'session' : 'dialog',
        now: at + Math.max(1, place) * minute,
      }),
    );
    await office.broker.publish(records);
    await areHeard(office, 5);
    const newest = records
      .map((record) => ({ id: idOf(record), time: record.time }))
      .toSorted((a, b) => b.time - a.time || (a.id < b.id ? 1 : -1))
      .map(({ id }) => id);
    const ids = async (query = {}, key = office.key) =>
      (await office.call(ListParked, { query, key })).body.items.map((item: { parkedId: string }) => item.parkedId);
    const which = (...places: number[]) =>
      newest.filter((id) => places.some((at) => idOf(records[at] as never) === id));

    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: Record<string, string> = { limit: '2', ...(cursor && { cursor }) };
      const { items, next } = (await office.call(ListParked, { query })).body;
      paged.push(...items.map(({ parkedId }: { parkedId: string }) => parkedId));
      cursor = next;
    }
    expect(paged).toEqual(newest);
    await office.call(DiscardParked, { params: { parkedId: newest[0] ?? '' }, body: { reason: 'a test' } });
    expect(await ids({ status: 'discarded' })).toEqual([newest[0]]);
    expect(await ids({ group: 'session' })).toEqual(which(0, 1));
    expect(await ids({ botId: 'bank' })).toEqual(which(1, 3));
    expect(await ids({ conversationId: 'c-0' })).toEqual(which(0, 2, 4));
    expect(await ids({ topic: 'turn.opened' })).toEqual([]);
    const [from, to] = [at + 2 * minute, at + 4 * minute].map((moment) => new Date(moment).toISOString());
    expect(await ids({ from, to })).toEqual(which(2, 3));
    expect(await ids({}, await office.newKey({ bots: ['bank'] }))).toEqual(which(1, 3));
  });

  test('whose they are is told by the conversation, where they do not; those of no bot are for who sees all', async () => {
    await using office = await open();
    const talk = await talked(office);
    const nobodys = poisoned({ ...posted('c-1'), data: {} });
    const shops = poisoned({ ...posted(talk.id), data: {} });
    await office.broker.publish([nobodys, shops]);
    await areHeard(office, 2);
    const [shop, bank] = [await office.newKey({ bots: ['shop'] }), await office.newKey({ bots: ['bank'] })];
    const found = async (record: typeof shops, key: string) => {
      const params = { parkedId: idOf(record) };
      const routes = [GetParked, DryRunParked, RedriveParked];
      return Promise.all(routes.map(async (route) => (await office.call(route, { params, key })).status));
    };
    expect(await found(shops, shop)).toEqual([200, 200, 409]);
    expect(await found(shops, bank)).toEqual([404, 404, 404]);
    expect(await found(nobodys, shop)).toEqual([404, 404, 404]);
    expect(await found(nobodys, office.key)).toEqual([200, 200, 409]);
    expect((await office.call(ListParked, { key: shop })).body.items).toMatchObject([{ parkedId: idOf(shops) }]);
  });

  describe('redriven', () => {
    test('it is a new input that names the parked one, with what the doors know today; asked again, nothing more is said', async () => {
      await using office = await open();
      const talk = await talked(office);
      const inputs = await inputsSaid(office);
      const event = posted(talk.id, { key: 'k-1', message: 'paid' });
      const record = poisoned(event);
      await office.broker.publish([record]);
      await areHeard(office, 1);
      const { body: dryRun } = await ask(office, DryRunParked, idOf(record));
      expect(dryRun).toEqual({ canRedrive: true, obstacles: [], notes: [], conversation: 'open' });

      const before = Date.now();
      const { status, body } = await ask(office, RedriveParked, idOf(record));
      expect(status).toBe(202);
      const said = () => inputs.filter(({ redrives }) => redrives !== undefined);
      await expect.poll(said).toMatchObject([
        {
          ...(event.data as object),
          inputId: body.inputId,
          redrives: event.id,
          key: 'k-1',
          at: expect.any(Number),
          bot: { version: 4 },
        },
      ]);
      expect(said()[0]?.at).toBeGreaterThanOrEqual(before);
      expect(body.inputId).not.toBe(event.id);

      expect((await ask(office, RedriveParked, idOf(record))).body).toEqual(body);
      expect((await ask(office, GetParked, idOf(record))).body).toMatchObject({
        status: 'redriven',
        redrivenAs: body.inputId,
        decidedBy: 'test',
      });
      const audit = await office.store.db.selectFrom('audit').selectAll().execute();
      expect(audit).toMatchObject([{ action: 'parked.redrive', bot_id: 'shop', subject: `parked/${idOf(record)}` }]);
      expect((await ask(office, DryRunParked, idOf(record))).body).toMatchObject({ canRedrive: false });
      expect(said()).toHaveLength(1);
    });

    test('by several at once, and several instances, it is decided once', async () => {
      await using office = await open();
      const talk = await talked(office);
      const record = poisoned(posted(talk.id));
      await office.broker.publish([record]);
      await areHeard(office, 1);
      const other = office.isShared ? await office.beside() : office;
      const doors = Array.from({ length: 8 }, (_, place) => (place % 2 ? office : other));
      const answers = await Promise.all(doors.map((door) => ask(door, RedriveParked, idOf(record))));
      if (other !== office) await other[Symbol.asyncDispose]();
      expect(answers.map(({ status }) => status)).toEqual(doors.map(() => 202));
      expect(new Set(answers.map(({ body }) => body.inputId)).size).toBe(1);
      const audit = await office.store.db.selectFrom('audit').select('action').execute();
      expect(audit).toHaveLength(1);
    });

    test('the same input, parked in two places, is one input again', async () => {
      await using office = await open();
      const talk = await talked(office);
      const event = posted(talk.id);
      const records = [poisoned(event), poisoned(event)];
      await office.broker.publish(records);
      await areHeard(office, 2);
      const { body } = await office.call(RedriveMany, { body: { parkedIds: records.map(idOf) } });
      const [one, two] = body.results;
      expect(one.inputId).toEqual(expect.any(String));
      expect(two).toEqual({ ...one, parkedId: two.parkedId });
    });

    test('many have each its own answer', async () => {
      await using office = await open();
      const talk = await talked(office);
      const inputs = await inputsSaid(office);
      const [good, bad] = [poisoned(posted(talk.id)), poisoned(posted('c-unknown'))];
      await office.broker.publish([good, bad]);
      await areHeard(office, 2);
      const parkedIds = [idOf(good), idOf(bad), 'nothing'];
      const { body } = await office.call(RedriveMany, { body: { parkedIds } });
      expect(body.results).toMatchObject([
        { parkedId: parkedIds[0], obstacle: null },
        { parkedId: parkedIds[1], inputId: null, obstacle: { code: 'conflict' } },
        { parkedId: parkedIds[2], inputId: null, obstacle: { code: 'not_found' } },
      ]);
      await expect.poll(() => inputs.map(({ inputId }) => inputId)).toEqual([body.results[0].inputId]);
    });
  });

  describe('can not be redriven:', () => {
    const turn = (talk: Talk) =>
      TurnOpened(
        {
          turn: 2,
          input: posted(talk.id).data as InputReceived,
          conversation: {
            conversationId: talk.id,
            botId: 'shop',
            userId: 'ada',
            attributes: {},
            openedAt: 0,
            userAt: null,
          },
          session: { number: 1, version: 1, startedAt: 0, webView: {}, variables: {}, stack: [], waiting: null },
        },
        { time: at },
      );
    test.each([
      [
        'what can not be read',
        (talk: Talk) => poisoned({ ...posted(talk.id), data: { kind: 'posted' } }),
        'input_unreadable',
        'not a input.received',
      ],
      [
        'what another topic had',
        (talk: Talk) => poisoned(turn(talk), { topic: Turns, group: 'dialog' }),
        'conflict',
        'only inputs',
      ],
      ['an answer', (talk: Talk) => poisoned(talk.answers()), 'conflict', 'only inputs'],
      ['what is of a conversation that is unknown', () => poisoned(posted('c-9')), 'conversation_unknown', 'no such'],
      [
        'what was sent to another bot',
        (talk: Talk) => poisoned(posted(talk.id, { botId: 'bank' })),
        'bot_unknown',
        'bot_unknown',
      ],
    ])('%s', async (...[, made, code, detail]) => {
      await using office = await open();
      const talk = await talked(office);
      const record = made(talk);
      await office.broker.publish([record]);
      await areHeard(office, 1);
      const { body: dryRun } = await ask(office, DryRunParked, idOf(record));
      expect(dryRun).toMatchObject({ canRedrive: false });
      expect(dryRun.obstacles[0]).toEqual({ code, detail: expect.stringContaining(detail) });
      const { body } = await ask(office, RedriveParked, idOf(record));
      expect(body).toMatchObject({ status: 409, code: 'conflict', detail: expect.stringContaining(detail) });
    });

    test('what belongs to a conversation that has ended, or to a bot that is off', async () => {
      await using office = await open();
      const talk = await talked(office);
      const record = poisoned(posted(talk.id));
      await office.broker.publish([record, talk.answers({ leaves: 'closed' })]);
      await areHeard(office, 1);
      await talk.isHeard(office);
      await office.store.db.updateTable('bots').set({ enabled: 0 }).execute();
      const { body } = await ask(office, DryRunParked, idOf(record));
      expect(body).toMatchObject({
        canRedrive: false,
        obstacles: [{ code: 'bot_disabled' }, { code: 'conversation_closed' }],
        conversation: 'closed',
      });
    });

    test('what somebody has discarded, with the reason; and nothing is discarded twice', async () => {
      await using office = await open();
      const talk = await talked(office);
      const record = poisoned(posted(talk.id));
      await office.broker.publish([record]);
      await areHeard(office, 1);
      const params = { parkedId: idOf(record) };
      const { body } = await office.call(DiscardParked, { params, body: { reason: ' refunded by hand ' } });
      expect(body).toMatchObject({ status: 'discarded', decidedReason: 'refunded by hand', decidedBy: 'test' });
      expect((await ask(office, RedriveParked, idOf(record))).status).toBe(409);
      expect((await office.call(DiscardParked, { params, body: { reason: 'again' } })).status).toBe(409);
      const audit = await office.store.db.selectFrom('audit').select(['action', 'after']).execute();
      expect(audit).toEqual([{ action: 'parked.discard', after: JSON.stringify({ reason: 'refunded by hand' }) }]);
    });
  });

  test('a post whose message comes too late is redriven, and the dry run tells that', async () => {
    await using office = await open();
    await botInTables(office);
    const talk = new Talk({ now: Date.now() - limits.lateMessageMs - minute });
    const record = poisoned(posted(talk.id, { message: 'paid' }));
    await office.broker.publish([talk.opening, talk.answers(), record]);
    await talk.isHeard(office);
    await areHeard(office, 1);
    const { body } = await ask(office, DryRunParked, idOf(record));
    expect(body).toMatchObject({ canRedrive: true, notes: ['message_too_late'] });
  });

  test('of a person who is forgotten nothing stays in them, whenever they are parked', async () => {
    await using office = await open();
    const talk = await talked(office);
    const secret = { variables: { card: 'xyzzy' } };
    const [before, after] = [poisoned(posted(talk.id, secret)), poisoned(posted(talk.id, secret))];
    await office.broker.publish([before]);
    await areHeard(office, 1);
    const { body } = await office.call(ErasePerson, { body: { botId: 'shop', userId: 'ada' } });
    expect(body).toMatchObject({ conversations: 1, parked: 1 });
    await office.broker.publish([after]);
    await areHeard(office, 2);
    const kept = await office.store.db.selectFrom('parked').select(['headers', 'key', 'value']).execute();
    expect(kept).toEqual(Array.from({ length: 2 }, () => ({ headers: null, key: null, value: null })));
    const told = (await ask(office, GetParked, idOf(before))).body;
    expect(told).toMatchObject({ headers: null, key: null, text: null });
    expect((await ask(office, RedriveParked, idOf(after))).body).toMatchObject({
      detail: 'the person has been forgotten',
    });
  });

  test('after 30 days they go', async () => {
    await using office = await open();
    const records = Array.from({ length: 3 }, (_, place) => poisoned(posted('c-1'), { now: at + place * minute }));
    await office.broker.publish(records);
    await areHeard(office, 3);
    expect(await forgetOldParked(office.store, at + limits.journalMs + minute)).toBe(false);
    expect((await office.call(ListParked)).body.items).toHaveLength(2);
  });
});
