import { InputTracked } from '@backchannel/contracts';
import {
  EndConversation,
  ErasePerson,
  GetConversation,
  GetErasure,
  GetTranscript,
  ListConversations,
} from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import type { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { textOfTables } from './tables.fixture.ts';
import { inputsSaid, Talk } from './talk.fixture.ts';

const ada = { botId: 'shop', userId: 'ada@example.org' };
const secret = 'my card is a Visa';

onEachDatabase('people who are to be forgotten', (open) => {
  const erase = (office: Office, body: object = ada, key = office.key) => office.call(ErasePerson, { body, key });
  const receipt = async (office: Office, erasureId: string) =>
    (await office.call(GetErasure, { params: { erasureId } })).body;

  /** A conversation of two turns, with something in it that nobody else should know. */
  async function talked(office: Office, who: Partial<typeof ada> = ada): Promise<Talk> {
    const talk = new Talk({ ...who, attributes: { mail: 'ada@example.org' } });
    const begun = [talk.opening, talk.answers()];
    await office.broker.publish([...begun, talk.hears(secret), talk.answers({ knows: { card: secret } })]);
    await talk.isHeard(office);
    return talk;
  }

  test('all their conversations with the bot are forgotten at once, and no other', { tags: 'long' }, async () => {
    await using office = await open();
    const inputs = await inputsSaid(office);
    const [one, two, bank, bob] = [
      await talked(office),
      await talked(office),
      await talked(office, { ...ada, botId: 'bank' }),
      await talked(office, { ...ada, userId: 'bob' }),
    ];
    const { status, body } = await erase(office);
    expect(status).toBe(202);
    expect(body).toMatchObject({ botId: 'shop', state: 'erasing', conversations: 2, erased: 0, messages: 6 });
    const erased = () => inputs.filter(({ kind }) => kind === 'erased').map(({ conversationId }) => conversationId);
    await expect.poll(() => erased().toSorted()).toEqual([one.id, two.id].toSorted());

    for (const talk of [one, two]) {
      const params = { conversationId: talk.id };
      expect((await office.call(GetConversation, { params })).body).toMatchObject({
        state: 'erased',
        userId: null,
        variables: [],
        session: null,
        erasureId: body.erasureId,
      });
      expect((await office.call(GetTranscript, { params })).body.items).toEqual([]);
      expect((await office.call(EndConversation, { params })).body).toMatchObject({ code: 'not_found' });
    }
    const left = (await office.call(ListConversations, { query: { userId: ada.userId } })).body.items;
    expect(left).toMatchObject([{ conversationId: bank.id, messages: 3 }]);
    const params = { conversationId: bob.id };
    expect((await office.call(GetTranscript, { params })).body.items).toHaveLength(3);
    expect((await office.call(ListConversations, { query: { state: 'erased' } })).body.items).toHaveLength(2);
  });

  test('the receipt tells how far it is, names nobody, and asked again it is the same', async () => {
    await using office = await open();
    const talk = await talked(office);
    const { erasureId } = (await erase(office)).body;
    await office.broker.publish([talk.erases()]);
    await expect.poll(async () => (await receipt(office, erasureId)).state).toBe('in_log');
    const told = await receipt(office, erasureId);
    expect(told).toMatchObject({ conversations: 1, erased: 1, messages: 3 });
    expect(Date.parse(told.completeAt)).toBeGreaterThan(Date.now() + 7 * 24 * 3_600_000);

    const { askedAt: _, completeAt: __, ...again } = (await erase(office)).body;
    expect(told).toMatchObject(again);
    const everything = await textOfTables(office.store.db);
    expect(everything).not.toMatch(/Visa|ada@/);
    expect(everything).toContain('person.erase');
  });

  test('a turn that still runs leaves nothing when it is answered', async () => {
    await using office = await open();
    const talk = await talked(office);
    await erase(office);
    const late = [talk.hears(secret), talk.answers({ knows: { card: secret } })];
    const zombie = talk.answers({ says: [secret] });
    await office.broker.publish(late);
    await talk.isHeard(office, 3);
    talk.turn = 3;
    await office.broker.publish([talk.erases(), zombie]);
    await talk.isHeard(office, 4);
    expect(await textOfTables(office.store.db)).not.toMatch(/Visa|ada@/);
  });

  test('a conversation of which control reads only later is found, one that is opened later is not', {
    tags: 'long',
  }, async () => {
    await using office = await open();
    const before = new Talk({ ...ada, now: Date.now() - 1000 });
    const { erasureId } = (await erase(office)).body;
    const after = new Talk({ ...ada, now: Date.now() + 1000 });
    await office.broker.publish([before.opening, after.opening]);
    await expect.poll(async () => (await receipt(office, erasureId)).conversations, { timeout: 10_000 }).toBe(1);
    const left = (await office.call(ListConversations, { query: { userId: ada.userId } })).body.items;
    expect(left).toMatchObject([{ conversationId: after.id }]);
  });

  test('what is asked again before it is answered is said again; what session does not know is nowhere', async () => {
    await using office = await open();
    const inputs = await inputsSaid(office);
    const talk = await talked(office);
    const { erasureId } = (await erase(office)).body;
    await erase(office);
    const erased = () => inputs.filter(({ kind }) => kind === 'erased');
    await expect.poll(() => erased().length).toBe(2);
    expect(new Set(erased().map(({ inputId }) => inputId)).size).toBe(2);
    expect((await receipt(office, erasureId)).state).toBe('erasing');

    const inputId = erased()[0]?.inputId ?? '';
    const outcome = { stage: 'outcome', outcome: 'rejected', code: 'conversation_unknown' } as const;
    const tracked = InputTracked({ ...outcome, inputId, conversationId: talk.id }, { time: Date.now() });
    await office.broker.publish([tracked, tracked]);
    await expect.poll(async () => receipt(office, erasureId)).toMatchObject({ state: 'in_log', erased: 1 });
  });

  test('somebody who was never here has a receipt of nothing', async () => {
    await using office = await open();
    expect((await erase(office, { botId: 'shop', userId: 'nobody' })).body).toMatchObject({
      state: 'in_log',
      conversations: 0,
    });
  });

  test('callers for other bots neither ask nor see', async () => {
    await using office = await open();
    const key = await office.newKey({ bots: ['bank'] });
    expect((await erase(office, ada, key)).body).toMatchObject({ code: 'forbidden' });
    const { erasureId } = (await erase(office)).body;
    const { body } = await office.call(GetErasure, { params: { erasureId }, key });
    expect(body).toMatchObject({ status: 404, code: 'not_found' });
  });
});
