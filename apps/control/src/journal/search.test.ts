import { realPostgres } from '@backchannel/stack';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../store/database.ts';
import { explained, passedOver } from '../store/explained.fixture.ts';
import { migrate } from '../store/migrate.ts';
import { queries, type Wanted } from './search.ts';

const postgres = await realPostgres();
const begin = Date.parse('2026-01-05T09:00:00Z');
const rows = 100_000;

/** One input a second; a bot with a tenth of them each, and one that hardly anybody uses. */
const fill = sql`
  with recursive numbers(i) as (select 0 union all select i + 1 from numbers where i < ${sql.lit(rows - 1)})
  insert into journal_inputs (id, conversation_id, bot_id, at, accepted_at, endpoint, settled_at, outcome, code)
  select
    'input-' || i, 'talk-' || (i % 5000), case when i % 2000 = 7 then 'rare' else 'bot-' || (i % 10) end,
    ${sql.lit(begin)} + i * 1000, ${sql.lit(begin)} + i * 1000,
    case when i % 20 = 0 then 'paid' end,
    case when i % 5000 <> 3 then ${sql.lit(begin)} + i * 1000 + 50 end,
    case when i % 5000 = 3 then null when i % 1000 = 1 then 'rejected' when i % 3 = 0 then 'answered' else 'applied' end,
    case when i % 1000 = 1 then case when i % 2000 = 1 then 'busy' else 'queue_full' end end
  from numbers`;

const page: Wanted = { limit: 50 };
const later = new Date(begin + 50_000_000).toISOString();
const cursor = Buffer.from(JSON.stringify([begin + 40_000_000, 'input-40000'])).toString('base64url');
interface Search {
  readonly those: string;
  /** The one that SQLite takes. */
  readonly index: string;
  readonly bots: readonly string[] | null;
  readonly wanted: Partial<Wanted>;
}

const searches: readonly Search[] = [
  { those: 'the newest', index: 'newest', bots: null, wanted: {} },
  { those: 'from a cursor on', index: 'newest', bots: null, wanted: { cursor } },
  { those: 'of some hours', index: 'newest', bots: null, wanted: { from: new Date(begin).toISOString(), to: later } },
  { those: 'of a bot', index: 'of_bot', bots: ['bot-1'], wanted: {} },
  { those: 'of a bot, from a cursor on', index: 'of_bot', bots: ['bot-1'], wanted: { cursor } },
  { those: 'of a bot that hardly anybody uses', index: 'of_bot', bots: ['rare'], wanted: {} },
  { those: 'of all bots that the caller may see', index: 'of_bot', bots: ['bot-1', 'bot-2', 'rare'], wanted: {} },
  { those: 'of a conversation', index: 'of_conversation', bots: null, wanted: { conversationId: 'talk-7' } },
  {
    those: 'of a conversation, by who sees some bots',
    index: 'of_conversation',
    bots: ['bot-1', 'rare'],
    wanted: { conversationId: 'talk-7' },
  },
  { those: 'of an endpoint', index: 'of_endpoint', bots: ['bot-0'], wanted: { endpoint: 'paid' } },
  {
    those: 'of an endpoint, in some hours',
    index: 'of_endpoint',
    bots: ['bot-0'],
    wanted: { endpoint: 'paid', to: later },
  },
  { those: 'with an outcome that is rare', index: 'troubles', bots: null, wanted: { outcome: 'rejected' } },
  { those: 'with an outcome that nothing has', index: 'troubles', bots: null, wanted: { outcome: 'failed' } },
  {
    those: 'with an outcome that is rare, of a bot',
    index: 'of_trouble',
    bots: ['bot-1'],
    wanted: { outcome: 'rejected' },
  },
  {
    those: 'with an outcome that nothing of a bot has',
    index: 'of_trouble',
    bots: ['bot-2'],
    wanted: { outcome: 'rejected', cursor },
  },
  { those: 'with an outcome that is common', index: 'of_bot', bots: ['bot-1'], wanted: { outcome: 'answered' } },
  { those: 'that have not ended', index: 'unsettled', bots: null, wanted: { outcome: 'accepted' } },
  { those: 'that have not ended, of a bot', index: 'unsettled', bots: ['bot-3'], wanted: { outcome: 'accepted' } },
  { those: 'with a code', index: 'codes', bots: null, wanted: { code: 'queue_full' } },
  { those: 'with a code, of a bot', index: 'of_code', bots: ['bot-1'], wanted: { code: 'busy' } },
];

// It decides by the indexes alone, whatever there is.
describe('on SQLite', () => {
  const db = openDatabase({ path: ':memory:' });
  beforeAll(() => migrate(db));
  afterAll(() => db.destroy());

  test.each(searches)('an index finds those $those', async ({ index, bots, wanted }) => {
    for (const query of queries(db, bots, { ...page, ...wanted })) {
      const plan = await explained(db, 'explain query plan', query);
      expect(plan).toMatch(new RegExp(`INDEX journal_${index}\\b`));
      expect(plan).not.toMatch(/SCAN journal_inputs(?! USING)/);
    }
  });
});

// Which one, it decides by what there is: but it must not look at many that do not fit.
describe.skipIf(postgres.missing)(`${rows} inputs on Postgres:`, () => {
  let db: Database;
  beforeAll(async () => {
    db = openDatabase({ url: await postgres.createDatabase() });
    await migrate(db);
    await fill.execute(db);
    await sql`analyze`.execute(db);
  }, 30_000);
  afterAll(() => db.destroy());

  test.each(searches)('an index finds those $those', async ({ bots, wanted }) => {
    for (const query of queries(db, bots, { ...page, ...wanted })) {
      const plan = await explained(db, 'explain analyze', query);
      expect(plan).toMatch(/Index (Only )?Scan/);
      expect(plan).not.toMatch('Seq Scan');
      expect(passedOver(plan)).toBeLessThan(1500);
    }
  });
});
