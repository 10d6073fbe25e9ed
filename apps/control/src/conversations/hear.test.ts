import type { Event } from '@backchannel/contracts';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Caller } from '../access/caller.ts';
import { received } from '../heard/received.fixture.ts';
import { openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';
import { Store } from '../store/store.ts';
import { ConversationModel } from './conversation.model.ts';
import { forgetAll } from './erasing.ts';
import { beginErasure } from './erasures.store.ts';
import { textOfTables } from './tables.fixture.ts';
import { Talk } from './talk.fixture.ts';

const db = openDatabase({ path: ':memory:' });
await migrate(db);
const store = new Store(db);
const model = new ConversationModel();
const caller: Caller = { kind: 'key', id: 'k', name: 'test', scopes: new Set(), bots: null };
afterAll(() => db.destroy());

const told = (events: readonly Event[]) =>
  store.change((trx) =>
    model.hear(
      trx,
      events.map((event) => received(event)),
    ),
  );

const secret = 'xyzzy';
let people = 0;

/** A log with repeats, parts and answers that come too late, in pieces; and where somebody asks for the person to be forgotten. */
const schedule = fc.record({
  turns: fc.array(fc.record({ part: fc.boolean(), zombie: fc.boolean(), repeat: fc.boolean() }), { maxLength: 5 }),
  closes: fc.boolean(),
  asks: fc.nat(20),
  cuts: fc.array(fc.nat(20), { maxLength: 4 }),
});

/** The log of one conversation, up to its being erased. */
function logOf(
  talk: Talk,
  { turns, closes }: { turns: { part: boolean; zombie: boolean; repeat: boolean }[]; closes: boolean },
) {
  const knows = { card: secret };
  const log = [talk.opening, talk.answers({ says: [secret], knows })];
  for (const { part, zombie, repeat } of turns) {
    log.push(talk.hears(secret));
    const final = talk.answers({ says: [secret, secret], knows });
    talk.turn -= 1;
    const half = talk.answers({ says: [secret], final: false, session: null });
    talk.turn -= 1;
    const other = talk.answers({ says: ['another', secret], knows });
    log.push(...(part ? [half] : []), final, ...(zombie ? [other] : []), ...(repeat ? [final, half] : []));
  }
  if (closes) log.push(talk.answers({ says: [secret], leaves: 'closed', knows }));
  const last = talk.answers({ says: [secret], knows });
  talk.turn -= 1;
  // Who was too late with the turn before, and with this one.
  return { log, erased: [talk.erases(), last] };
}

test('whenever somebody asks, nothing of the person is kept from then on, and the receipt counts each conversation once', {
  tags: 'long',
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async (drawn) => {
      people += 1;
      const userId = `${secret}-${people}`;
      const talk = new Talk({ userId, attributes: { name: secret } });
      const { log, erased } = logOf(talk, drawn);
      const asksAt = drawn.asks % (log.length + 1);
      let erasureId = '';
      for (let place = 0; place <= log.length; ) {
        if (place === asksAt && erasureId === '') {
          erasureId = await store.change((trx) => beginErasure(trx, caller, { botId: 'shop', userId }));
          await forgetAll(store);
        }
        const next = Math.min(...[asksAt, ...drawn.cuts, log.length].filter((cut) => cut > place), log.length);
        await told(log.slice(place, Math.max(next, place)));
        if (erasureId !== '') {
          // As somebody does every few seconds: the conversation may have been opened in these records.
          await forgetAll(store);
          expect(await textOfTables(db)).not.toContain(secret);
        }
        if (place === log.length) break;
        place = next;
      }
      await told(erased);
      expect(await textOfTables(db)).not.toContain(secret);
      const receipt = await db.selectFrom('erasures').selectAll().where('id', '=', erasureId).executeTakeFirstOrThrow();
      expect(receipt).toMatchObject({ conversations: 1, erased: 1 });
    }),
    { numRuns: 150 },
  );
});

test('what the log says is erased is gone, also when nobody here has asked', async () => {
  const talk = new Talk({ userId: `${secret}-alone`, attributes: { name: secret } });
  const { log, erased } = logOf(talk, { turns: [{ part: true, zombie: true, repeat: true }], closes: false });
  await told(log);
  expect(await textOfTables(db)).toContain(secret);
  await told(erased);
  expect(await textOfTables(db)).not.toContain(secret);
});
