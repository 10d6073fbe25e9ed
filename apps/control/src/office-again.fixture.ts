import { vi } from 'vitest';
import { LastingBroker } from './lasting-broker.fixture.ts';
import { Office, type OfficeOptions } from './office.fixture.ts';
import { Told } from './said/told.ts';
import { putBack, rowsOf } from './store/tables.fixture.ts';

const patience = { timeout: 15_000, interval: 5 };

/** Offices that wait for another test, by what they were opened with. */
const free = new Map<string, Office[]>();

/** An office that may have been there for another test, of which it knows nothing: to open one takes ten times as long. */
export async function openAgain(options: OfficeOptions = {}): Promise<Office> {
  if (options.broker) return Office.open({}, options);
  const kind = JSON.stringify(options);
  const waiting = free.get(kind) ?? [];
  free.set(kind, waiting);
  const office = waiting.pop() ?? (await openLasting(options, (one) => waiting.push(one)));
  office.key = await office.newKey({});
  return office;
}

async function openLasting({ environment }: OfficeOptions, leave: (office: Office) => void): Promise<Office> {
  const broker = new LastingBroker();
  const forget = async () => {
    await vi.waitUntil(() => hasSaidAll(office), patience);
    await broker.renew(async () => {
      office.part(Told).forget();
      await vi.waitFor(() => putBack(office.tables, beginning), patience);
    });
    leave(office);
  };
  // All tests of a process come from one address.
  const office = await Office.openKeyless({ RATE_PER_ADDRESS: '0', ...environment }, { broker, leave: forget });
  const beginning = await rowsOf(office.store.db);
  broker.complete();
  return office;
}

/** What waits to be said would be said to the next test. */
async function hasSaidAll({ store: { db } }: Office): Promise<boolean> {
  const bots = await db.selectFrom('outbox').select('bot_id').limit(1).execute();
  const inputs = await db.selectFrom('inputs_to_say').select('id').limit(1).execute();
  return bots.length + inputs.length === 0;
}
