import { readEnvironment } from '@backchannel/service';
import { expect, test } from 'vitest';
import { Talk } from '../conversations/talk.fixture.ts';
import { Office } from '../office.fixture.ts';
import { onEachDatabase } from '../on-each-database.fixture.ts';
import { openTables } from '../store/store.ts';

async function waitsFor({ url }: Office): Promise<string> {
  const response = await fetch(`${url}/health/ready`);
  return ((await response.json()) as { waitsFor: string[] }).waitsFor.join();
}

onEachDatabase('a log that is given up', (open) => {
  test('is waited for, until the positions in it are deleted: then the new one is read', { tags: 'long' }, async () => {
    await using office = await open();
    const [before, after] = [new Talk(), new Talk()];
    await office.broker.publish([before.opening, before.answers()]);
    await before.isHeard(office);
    await office.stop();

    // Its log is another one, with nothing in it.
    await using again = await Office.openUnready(office.environment);
    again.key = office.key;
    await expect.poll(() => waitsFor(again), { timeout: 10_000 }).toContain('it is not the log that was read before');

    await again.stop();
    const db = openTables(readEnvironment(office.environment));
    await db.deleteFrom('positions').execute();
    await db.destroy();
    await again.start();
    await again.broker.publish([after.opening, after.answers()]);
    await after.isHeard(again);
    expect(await waitsFor(again)).toBe('');
  });
});
