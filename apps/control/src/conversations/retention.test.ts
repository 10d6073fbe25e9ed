import { limits } from '@backchannel/contracts';
import { ErasePerson, GetConversation, GetErasure, GetTranscript } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import { Retention } from '../journal/retention.ts';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { areHeard, poisoned } from '../parked/poison.fixture.ts';
import { textOfTables } from './tables.fixture.ts';
import { Talk } from './talk.fixture.ts';
import { Tidying } from './tidying.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = Date.parse('2026-01-05T09:00:00Z');
const secret = 'my card is a Visa';

onEachDatabase('conversations whose time is over', (open) => {
  async function tidied(office: Office, now: number): Promise<void> {
    await office.part(Retention).sweep(now);
    await office.part(Tidying).tidy(now);
  }
  const isThere = async (office: Office, { id }: Talk) =>
    (await office.call(GetConversation, { params: { conversationId: id } })).status === 200;

  test('go 30 days after the hour of their last input, in steps; those that go on stay', { tags: 'long' }, async () => {
    await using office = await open();
    const ended = Array.from({ length: 120 }, () => new Talk({ now: at }));
    const [open1, late] = [new Talk({ now: at }), new Talk({ now: at })];
    await office.broker.publish([...ended, open1, late].map(({ opening }) => opening));
    await office.broker.publish([open1.answers(), late.answers()]);
    await office.broker.publish(ended.map((talk) => talk.answers({ leaves: 'closed' })));
    late.now += 2 * DAY;
    await office.broker.publish([late.hears('bye'), late.answers({ leaves: 'closed' })]);
    for (const talk of [...ended, open1, late]) await talk.isHeard(office);

    await tidied(office, at + limits.conversationIdleMs);
    expect(await isThere(office, ended[0] as Talk)).toBe(true);
    await tidied(office, at + limits.conversationIdleMs + HOUR);
    const left = await office.store.db.selectFrom('conversations').select('id').execute();
    expect(left.map(({ id }) => id).toSorted()).toEqual([open1.id, late.id].toSorted());
    const lines = await office.store.db.selectFrom('transcript_lines').select('conversation_id').execute();
    expect(new Set(lines.map(({ conversation_id }) => conversation_id))).toEqual(new Set([open1.id, late.id]));

    await tidied(office, at + limits.conversationIdleMs + limits.logMostMs + HOUR);
    expect(await isThere(office, open1), 'one that nobody has ended').toBe(false);
  });

  /** One that nobody went on with, which session has closed after 30 days. */
  async function idle(office: Office): Promise<Talk> {
    const talk = new Talk({ now: Date.now() - limits.conversationIdleMs - DAY, attributes: { mail: secret } });
    const begun = [talk.opening, talk.hears(secret), talk.answers({ says: [secret], knows: { card: secret } })];
    talk.now += limits.conversationIdleMs;
    const ended = [talk.idles(), talk.answers({ says: [], leaves: 'closed', knows: { card: secret } })];
    await office.broker.publish([...begun, ...ended]);
    await talk.isHeard(office);
    return talk;
  }

  test('what the journal still has of one is found for a person who is to be forgotten', async () => {
    await using office = await open();
    const talk = await idle(office);
    await tidied(office, Date.now());
    const params = { conversationId: talk.id };
    expect((await office.call(GetConversation, { params })).body).toMatchObject({
      state: 'closed',
      messages: 0,
      session: null,
      variables: [],
    });
    expect((await office.call(GetTranscript, { params })).body.items).toEqual([]);
    expect(await textOfTables(office.store.db), 'the session, in the journal').toContain(secret);

    const { body } = await office.call(ErasePerson, { body: { botId: 'shop', userId: 'ada' } });
    expect(body).toMatchObject({ conversations: 1, journalValues: 1 });
    expect(await textOfTables(office.store.db)).not.toContain(secret);
  });

  test('one is known by its person as long as the journal or a parked record tells of it', async () => {
    await using office = await open();
    const talk = await idle(office);
    const late = talk.gets({ card: secret });
    await office.broker.publish([poisoned(late, { now: talk.now + DAY })]);
    await areHeard(office, 1);
    const { now } = talk;
    await tidied(office, now + limits.journalMs + DAY);
    expect(await isThere(office, talk), 'a record is parked').toBe(true);
    await tidied(office, now + limits.journalMs + DAY + 1);
    expect(await isThere(office, talk)).toBe(false);
    expect(await textOfTables(office.store.db)).not.toContain(secret);
  });

  test('a tombstone stays until the log has nothing more of it, and then nothing tells who it was', async () => {
    await using office = await open();
    const talk = new Talk({ now: at });
    await office.broker.publish([talk.opening, talk.answers()]);
    await talk.isHeard(office);
    const { erasureId } = (await office.call(ErasePerson, { body: { botId: 'shop', userId: 'ada' } })).body;
    const left = async () => {
      const erasures = office.store.db.selectFrom('erasures').select('person');
      const { person } = await erasures.executeTakeFirstOrThrow();
      return { tombstone: await isThere(office, talk), mark: person !== null };
    };
    await tidied(office, Date.now() + 2 * limits.logMostMs);
    expect(await left(), 'nobody has said that it is erased').toEqual({ tombstone: true, mark: true });

    talk.now = Date.now();
    await office.broker.publish([talk.erases()]);
    await talk.isHeard(office);
    await tidied(office, talk.now + limits.logMostMs);
    expect(await left()).toEqual({ tombstone: true, mark: true });
    await tidied(office, talk.now + limits.logMostMs + 1);
    expect(await left()).toEqual({ tombstone: false, mark: false });
    const again = (await office.call(ErasePerson, { body: { botId: 'shop', userId: 'ada' } })).body;
    expect(again).toMatchObject({ conversations: 0 });
    expect(again.erasureId).not.toBe(erasureId);
    expect((await office.call(GetErasure, { params: { erasureId } })).body).toMatchObject({
      conversations: 1,
      erased: 1,
    });
  });
});
