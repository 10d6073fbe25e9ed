import type { Event, InputReceived } from '@backchannel/contracts';
import { GetInput, PatchSettings, SearchInputs } from '@backchannel/contracts/admin';
import { describe, expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { newBot, onSettings } from '../settings/settings.fixture.ts';
import { eraseJournal } from './erase-journal.ts';
import { Story, session } from './journal.fixture.ts';

const begin = Date.now() - 3_600_000;
const at = (ms: number) => new Date(begin + ms).toISOString();
const idOf = ({ data }: Event<InputReceived>) => data.inputId;

async function timeline(office: Office, inputId: string) {
  const { status, body } = await office.call(GetInput, { params: { inputId } });
  return status === 200 ? body : null;
}

async function ids(office: Office, query: Readonly<Record<string, string>> = {}, key = office.key): Promise<string[]> {
  const { body } = await office.call(SearchInputs, { query, key });
  return body.items.map((item: { inputId: string }) => item.inputId);
}

/** A bot whose journal shows values. */
async function showing(office: Office, botId: string) {
  await newBot(office, botId);
  const asked = await onSettings(office, botId);
  expect((await office.call(PatchSettings, { ...asked, body: { showValues: true } })).status).toBe(200);
}

/** A post that a turn answers, all of it. */
function whole(story = new Story({ now: begin })) {
  const input = story.posted({ card: '4242 4242' }, { message: 'paid', endpoint: 'paid' });
  const id = idOf(input);
  const opened = story.later(20).turn(1, input, 20);
  const replies = [{ id: '1:a', type: 'text' as const, text: 'Thank you, Ada.' }];
  const part = story.later(30).answer(1, id, { final: false, session: null, replies });
  const final = story.later(50).answer(1, id, {
    replies: [...replies, { id: '1:b', type: 'text' as const, text: 'It is on its way.' }],
    trace: ['the pattern "paid" starts the dialog orders', 'orders: thanks', 'log: card 4242'],
    notes: ['thanks: the script failed: x is not defined'],
    session: { ...session, webView: { card: '4242 4242' }, variables: { name: 'Ada' } },
  });
  const outcome = story.later(5).outcome(id, { outcome: 'answered', turn: 1 });
  const delivered = story.later(15).delivered(id, 1);
  return { story, id, input, events: [input, opened, part, final, outcome, delivered] };
}

onEachDatabase('the journal', (open) => {
  test('tells what became of an input, from the door to the screen, and what each hop took', async () => {
    await using office = await open();
    const { story, id, events } = whole();
    await office.broker.publish(events);
    await expect.poll(async () => (await timeline(office, id))?.stages.at(-1)?.stage).toBe('delivered');
    await expect.poll(async () => (await timeline(office, id))?.stages.length).toBe(5);
    expect(await timeline(office, id)).toEqual({
      inputId: id,
      conversationId: story.conversationId,
      botId: 'shop',
      at: at(0),
      door: 'hook',
      kind: 'posted',
      endpoint: 'paid',
      turn: 1,
      outcome: 'answered',
      code: null,
      note: null,
      pointer: null,
      redrives: null,
      ms: 105,
      stages: [
        { stage: 'accepted', at: at(0), ms: 0 },
        { stage: 'opened', at: at(20), ms: 20 },
        { stage: 'replied', at: at(50), ms: 30 },
        { stage: 'answered', at: at(100), ms: 50 },
        { stage: 'delivered', at: at(120), ms: 20 },
      ],
      variables: ['card'],
      trace: ['the pattern "paid" starts the dialog orders', 'orders: thanks'],
      notes: ['thanks: the script failed: x is not defined'],
      replies: [
        { id: '1:a', type: 'text' },
        { id: '1:b', type: 'text' },
      ],
      leaves: 'open',
      session: {
        number: 1,
        version: 1,
        stack: [{ dialog: 'orders', interaction: 'ask' }],
        waiting: { id: '1:ask', kind: 'question', for: 'ask' },
        webView: ['card'],
        variables: ['name'],
      },
      values: null,
    });
  });

  test('shows no values, nor what scripts wrote, unless the bot says so', async () => {
    await using office = await open();
    await newBot(office, 'shop');
    await showing(office, 'open');
    const [masked, shown] = [whole(), whole(new Story({ now: begin, botId: 'open' }))];
    await office.broker.publish([...masked.events, ...shown.events]);
    for (const { id } of [masked, shown])
      await expect.poll(async () => (await timeline(office, id))?.stages.length).toBe(5);
    const hidden =
      JSON.stringify(await timeline(office, masked.id)) + JSON.stringify((await office.call(SearchInputs)).body);
    for (const value of ['4242 4242', 'card 4242', 'Ada', 'on its way', '"paid"}']) expect(hidden).not.toContain(value);
    expect((await timeline(office, shown.id)).values).toEqual({
      input: { variables: { card: '4242 4242' }, message: 'paid' },
      replies: [
        { id: '1:a', type: 'text', text: 'Thank you, Ada.' },
        { id: '1:b', type: 'text', text: 'It is on its way.' },
      ],
      webView: { card: '4242 4242' },
      variables: { name: 'Ada' },
      log: ['log: card 4242'],
    });
  });

  test('tells of what did not go well: refused, rejected, failed, too late, and of what has not ended', async () => {
    await using office = await open();
    const story = new Story({ now: begin });
    const posts = [1, 2, 3, 4].map(() => story.later(1000).posted({ a: 1 }));
    const [rejected, failed, late, open_] = posts.map(idOf) as [string, string, string, string];
    await office.broker.publish([
      story.refused('refused', { pointer: '/message', endpoint: 'paid', door: 'hook' }),
      ...posts,
      story.outcome(rejected, { outcome: 'rejected', code: 'queue_full' }),
      story.answer(1, failed, { failed: true }),
      story.outcome(failed, { outcome: 'failed', code: 'input_failed', turn: 1 }),
      story.outcome(late, { outcome: 'applied', note: 'message_too_late' }),
    ]);
    const of = async (id: string) => {
      const { outcome, code, note, stages } = (await timeline(office, id)) ?? { stages: [] };
      return [outcome, code, note, ...stages.map(({ stage }: { stage: string }) => stage)];
    };
    await expect.poll(() => of('refused')).toEqual(['refused', 'field_invalid', null, 'refused']);
    expect(await timeline(office, 'refused')).toMatchObject({
      pointer: '/message',
      botId: 'shop',
      endpoint: 'paid',
      door: 'hook',
    });
    await expect.poll(() => of(rejected)).toEqual(['rejected', 'queue_full', null, 'accepted', 'rejected']);
    await expect.poll(() => of(failed)).toEqual(['failed', 'input_failed', null, 'accepted', 'failed']);
    await expect.poll(() => of(late)).toEqual(['applied', null, 'message_too_late', 'accepted', 'applied']);
    await expect.poll(() => of(open_)).toEqual(['accepted', null, null, 'accepted']);
  });

  test('of a redrive it names the parked input; of one that is said twice it tells the first', async () => {
    await using office = await open();
    const story = new Story({ now: begin });
    const again = story.posted({ a: 1 }, { redrives: 'parked' });
    const id = idOf(again);
    await office.broker.publish([again, story.later(60_000).posted({ b: 2 }, { inputId: id }), story.closed('end')]);
    await expect.poll(() => timeline(office, 'end')).not.toBeNull();
    expect(await timeline(office, id)).toMatchObject({
      redrives: 'parked',
      door: 'control',
      at: at(0),
      variables: ['a'],
    });
  });

  test('says the bot of the conversation where an input was sent to none', async () => {
    await using office = await open();
    const story = new Story({ now: begin, botId: 'bank' });
    await office.broker.publish([story.opened(), story.later(10).closed('end')]);
    await expect.poll(() => timeline(office, 'end')).toMatchObject({ botId: 'bank', door: 'control', kind: 'closed' });
    await office.broker.publish([story.later(10).closed('end again')]);
    await expect.poll(() => ids(office, { botId: 'bank' })).toMatchObject(['end again', 'end', expect.any(String)]);
  });

  test('tells of deadlines, but not of the one by which a conversation is forgotten: it would be told of for longer', async () => {
    await using office = await open();
    const story = new Story({ now: begin });
    const told = [story.opened('first'), story.elapsed('idle', 'its end'), story.elapsed('forget', 'gone')];
    await office.broker.publish([...told, story.later(10).closed('last')]);
    const { conversationId } = story;
    await expect.poll(() => ids(office, { conversationId })).toContain('last');
    expect((await ids(office, { conversationId })).toSorted()).toEqual(['first', 'its end', 'last']);
  });

  test('takes any names that a stranger thinks of', async () => {
    await using office = await open();
    const story = new Story({ now: begin, conversationId: 'nul \0 in it' });
    const endpoint = `\0${'endless '.repeat(1000)}`;
    await office.broker.publish([
      story.refused('strange', { endpoint, door: 'hook', botId: 'b\0t' }),
      story.posted({ 'a\0': '\0' }, { inputId: 'posted', message: '\0' }),
    ]);
    await expect.poll(() => timeline(office, 'strange')).toMatchObject({ botId: 'b\u{FFFD}t' });
    await expect.poll(() => timeline(office, 'posted')).toMatchObject({ conversationId: 'nul \u{FFFD} in it' });
  });

  test('forgets what was said when a conversation is erased, and keeps nothing that comes later', async () => {
    await using office = await open();
    await showing(office, 'shop');
    const { story, id, events } = whole();
    const other = whole();
    await office.broker.publish([...events, ...other.events]);
    await expect.poll(async () => (await timeline(office, id))?.values?.log).toHaveLength(1);
    const erased = story.later(1000).erased();
    const late = story.later(1000).posted({ card: '4242' });
    await office.broker.publish([
      erased,
      story.answer(2, idOf(erased), { leaves: 'erased', session: null, replies: [] }),
    ]);
    await expect.poll(async () => (await timeline(office, idOf(erased)))?.leaves).toBe('erased');
    await office.broker.publish([late]);
    await expect.poll(() => timeline(office, idOf(late))).not.toBeNull();
    for (const one of [id, idOf(late)]) {
      expect(await timeline(office, one)).toMatchObject({ variables: [], notes: [], trace: [], session: null });
      expect((await timeline(office, one)).values).toEqual({
        input: null,
        replies: [],
        webView: null,
        variables: null,
        log: [],
      });
    }
    expect(JSON.stringify(await office.store.db.selectFrom('journal_values').selectAll().execute())).not.toContain(
      story.conversationId,
    );
    await expect.poll(async () => (await timeline(office, other.id))?.values?.log).toHaveLength(1);
    expect(await office.store.change((trx) => eraseJournal(trx, [other.story.conversationId]))).toBeGreaterThan(0);
    expect((await timeline(office, other.id)).values.log).toEqual([]);
  });

  test('keeps nothing of what was posted to a conversation that nobody has, whichever topic is ahead', async () => {
    await using office = await open();
    const story = new Story({ now: begin });
    const posted = ['first', 'second'].map((inputId) => story.posted({ card: '4242' }, { inputId }));
    const outcomes = posted.map((one) =>
      story.outcome(idOf(one), { outcome: 'rejected', code: 'conversation_unknown' }),
    );
    const rejected = async (id: string) => (await timeline(office, id))?.code === 'conversation_unknown';
    await office.broker.publish(posted.slice(0, 1));
    await expect.poll(() => timeline(office, 'first')).toMatchObject({ variables: ['card'] });
    await office.broker.publish(outcomes);
    await expect.poll(async () => (await rejected('first')) && (await rejected('second'))).toBe(true);
    await office.broker.publish(posted.slice(1));
    await expect.poll(() => timeline(office, 'second')).toMatchObject({ kind: 'posted' });
    for (const one of posted) expect(await timeline(office, idOf(one))).toMatchObject({ variables: [] });
    expect(await office.store.db.selectFrom('journal_values').selectAll().execute()).toEqual([]);
  });

  describe('is searched:', () => {
    test('by bot, conversation, endpoint, outcome, code and time, newest first', async () => {
      await using office = await open();
      const [shop, bank] = [new Story({ now: begin }), new Story({ now: begin + 500, botId: 'bank' })];
      const paid = shop.posted({}, { inputId: 'paid', endpoint: 'paid' });
      await office.broker.publish([
        paid,
        shop.later(1000).posted({}, { inputId: 'plain' }),
        shop.outcome('plain', { outcome: 'rejected', code: 'busy' }),
        bank.posted({}, { inputId: 'bank', endpoint: 'paid' }),
        bank.outcome('bank', { outcome: 'applied' }),
        shop.later(1000).refused('refused', { code: 'field_missing' }),
      ]);
      await expect.poll(() => ids(office)).toEqual(['refused', 'plain', 'bank', 'paid']);
      await expect.poll(() => ids(office, { outcome: 'accepted' })).toEqual(['paid']);
      expect(await ids(office, { botId: 'shop' })).toEqual(['refused', 'plain', 'paid']);
      expect(await ids(office, { conversationId: bank.conversationId })).toEqual(['bank']);
      expect(await ids(office, { botId: 'shop', endpoint: 'paid' })).toEqual(['paid']);
      expect(await ids(office, { conversationId: bank.conversationId, endpoint: 'paid' })).toEqual(['bank']);
      expect(await ids(office, { outcome: 'rejected' })).toEqual(['plain']);
      expect(await ids(office, { outcome: 'applied', botId: 'shop' })).toEqual([]);
      expect(await ids(office, { code: 'field_missing' })).toEqual(['refused']);
      expect(await ids(office, { from: at(500), to: at(1000) })).toEqual(['bank']);
      expect(await ids(office, { from: at(500), botId: 'shop' })).toEqual(['refused', 'plain']);
    });

    test('page by page, each input once, also those of one moment', async () => {
      await using office = await open();
      const story = new Story({ now: begin });
      const all = Array.from({ length: 25 }, (_, n) => `input-${String(n).padStart(2, '0')}`);
      await office.broker.publish(all.map((inputId, n) => story.later(n % 5 === 0 ? 1 : 0).posted({}, { inputId })));
      await expect.poll(() => ids(office)).toHaveLength(25);
      const queries: Record<string, string>[] = [{}, { botId: 'shop' }, { conversationId: story.conversationId }];
      for (const query of queries) {
        const seen: string[] = [];
        for (let cursor: string | null = ''; cursor !== null; ) {
          const { body } = await office.call(SearchInputs, {
            query: { ...query, limit: '7', ...(cursor && { cursor }) },
          });
          seen.push(...body.items.map(({ inputId }: { inputId: string }) => inputId));
          cursor = body.next;
        }
        expect(seen).toEqual(all.toReversed());
      }
    });

    test('what it can not look for is named', async () => {
      await using office = await open();
      const refused = async (query: Record<string, string>) => (await office.call(SearchInputs, { query })).body;
      expect(await refused({ endpoint: 'paid' })).toMatchObject({ code: 'field_missing', pointer: '/botId' });
      expect(await refused({ outcome: 'fine' })).toMatchObject({ code: 'field_invalid', pointer: '/outcome' });
      expect(await refused({ cursor: 'x' })).toMatchObject({ code: 'field_invalid', pointer: '/cursor' });
      expect(await refused({ from: 'yesterday' })).toMatchObject({ code: 'field_invalid', pointer: '/from' });
    });

    test('whoever is for some bots sees theirs alone', async () => {
      await using office = await open();
      const stories = ['shop', 'bank', 'zoo'].map((botId, n) => new Story({ botId, now: begin + n }));
      await office.broker.publish([
        ...stories.map((story) => story.posted({}, { inputId: story.botId })),
        ...stories.map((story) => story.later(10).posted({}, { inputId: `${story.botId} again` })),
        new Story({ now: begin + 50 }).closed('of no known bot'),
      ]);
      await expect.poll(() => ids(office)).toHaveLength(7);
      const key = await office.newKey({ bots: ['shop', 'zoo'] });
      expect(await ids(office, {}, key)).toEqual(['zoo again', 'shop again', 'zoo', 'shop']);
      expect(await ids(office, { limit: '3' }, key)).toEqual(['zoo again', 'shop again', 'zoo']);
      expect(await ids(office, { conversationId: stories[1]?.conversationId ?? '' }, key)).toEqual([]);
      expect((await office.call(SearchInputs, { query: { botId: 'bank' }, key })).status).toBe(403);
      for (const inputId of ['bank', 'of no known bot', 'nothing'])
        expect((await office.call(GetInput, { params: { inputId }, key })).status).toBe(404);
      expect((await office.call(GetInput, { params: { inputId: 'zoo' }, key })).status).toBe(200);
      expect(await ids(office, {}, await office.newKey({ bots: [] }))).toEqual([]);
    });
  });

  test('what was said while control was away is there when it is back; a restart loses and doubles nothing', {
    tags: 'long',
    timeout: 20_000,
  }, async () => {
    await using office = await open();
    const all = Array.from({ length: 60 }, () => whole());
    await office.broker.publish(all.slice(0, 20).flatMap(({ events }) => events));
    await expect.poll(() => ids(office)).not.toHaveLength(0);
    await office.stop();
    await office.broker.publish(all.slice(20, 40).flatMap(({ events }) => events));
    await office.start();
    await office.broker.publish(all.slice(40).flatMap(({ events }) => events));
    const done = async () => {
      const found = await Promise.all(all.map(({ id }) => timeline(office, id)));
      return found.filter((one) => one?.stages.length === 5 && one.outcome === 'answered').length;
    };
    await expect.poll(done, { timeout: 10_000 }).toBe(60);
    const values = await office.store.db.selectFrom('journal_values').select('what').execute();
    expect(values).toHaveLength(60 * 5);
  });
});
