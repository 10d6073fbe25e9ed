import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Person } from '../scenario/person.ts';
import { Load } from './load.ts';
import { openPairs, type Pairs } from './pairs.ts';

let pairs: Pairs;
beforeAll(async () => {
  pairs = await openPairs('tests/scenario/bots');
}, 240_000);
afterAll(async () => {
  await pairs?.stop();
}, 60_000);

/** Why each instance is not ready, by the names of services. */
async function waiting(): Promise<Record<string, string>> {
  const all = [...pairs.instances].flatMap(([name, some]) => some.map(({ url }) => ({ name, url })));
  const said = await Promise.all(
    all.map(async ({ name, url }) => {
      const response = await fetch(`${url}/health/ready`);
      const { waitsFor } = (await response.json()) as { waitsFor: string[] };
      return [name, response.ok ? '' : waitsFor.join('; ')] as const;
    }),
  );
  return Object.fromEntries(said);
}
/** Doors that nobody asks meanwhile notice it by what they follow. */
const away = /Kafka|bot.settings could not be read/;
const nobodyWaits = { ingest: '', session: '', dialog: '', chat: '', control: '' };

test('a rolling restart of everything under load loses nothing, shows nothing, and each instance drains in time', async () => {
  const load = new Load(pairs, 12);
  await sleep(3_000);
  load.longestMs();
  const rows: object[] = [];
  for (const [name, instances] of pairs.instances) {
    for (const instance of instances) {
      const began = performance.now();
      const ended = await instance.stop();
      const drainMs = Math.round(performance.now() - began);
      await instance.start();
      await sleep(1_000);
      rows.push({ name, ended, drainMs, pauseMs: Math.round(load.longestMs()) });
    }
  }
  const told = await load.stop();
  // What was measured is told: the figures are those of this machine, now.
  process.stdout.write(`${JSON.stringify({ rows, said: told.said, posted: told.posted }, null, 1)}\n`);
  expect(told).toMatchObject({ surprises: [], wrong: [], errors: [] });
  expect(told.said).toBeGreaterThan(50);
  expect(rows).toEqual(rows.map((row) => ({ ...row, ended: 'exit code 0' })));
  for (const row of rows) expect(row).toMatchObject({ drainMs: expect.toSatisfy((ms: number) => ms < 5_000) });
}, 280_000);

test.each([
  ['Kafka', 'kafka', { ingest: away, session: away, dialog: away, chat: away, control: away }],
  ['Redis', 'redis', { session: /Redis does not answer/, dialog: /Redis/, chat: /Redis/ }],
  ['Postgres', 'postgres', { control: /the database does not answer/ }],
] as const)(
  'without %s the services that need it wait and say so, and go on by themselves',
  async (_, base, who) => {
    const person = await Person.arrive(pairs.chat);
    await person.say('order 1');
    await person.sees('You said: order 1');
    await pairs.stack[base].kill();
    for (const [name, reason] of Object.entries(who)) {
      await expect.poll(async () => (await waiting())[name], { timeout: 30_000 }).toMatch(reason);
    }
    const others = Object.entries(await waiting()).filter(([name]) => !(name in who));
    expect(others.filter(([, reason]) => reason !== '')).toEqual([]);
    await pairs.stack[base].start();
    await expect.poll(waiting, { timeout: 60_000 }).toEqual(nobodyWaits);
    await person.say('order 2');
    await person.sees('You said: order 2');
    expect(person.texts).toEqual(['order 1', 'You said: order 1', 'order 2', 'You said: order 2']);
    person.leave();
  },
  150_000,
);
