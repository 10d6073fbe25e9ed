import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { optionsOf } from './options.ts';
import { Ordeal } from './run.ts';
import type { Stage } from './scenarios/scenario.ts';
import { type Echo, openEcho } from './system/echo.fixture.ts';
import type { System } from './system/system.ts';

const options = { ...optionsOf(['--conversations', '3', '--rate', '60']), beforeMs: 200, afterMs: 500 };

/** Gives what becomes of one thing after the other that is done to people who stay. */
async function openOrdeal() {
  const system = await openEcho();
  const ordeal = new Ordeal(system, options);
  onTestFinished(async () => {
    ordeal.leave();
    await system.stop();
  });
  const after = async (what: (system: Echo, stage: Stage<System>) => unknown) => {
    const run = async (stage: Stage<System>) => void (await what(system, stage));
    return ordeal.run({ name: 'some', title: 'Something', on: 'embedded', run }, 1);
  };
  return after;
}

const long = { tags: 'long', timeout: 60_000 };

test('what was said in an earlier scenario, and is lost or doubled in a later one, is noticed', long, async () => {
  const after = await openOrdeal();
  expect(await after(() => {})).toMatchObject({ failures: [], lost: 0, doubled: 0 });
  const row = await after(({ rebuild }) =>
    rebuild(([first = '', answer = '', , , ...rest]) => [first, answer, first, answer, ...rest]),
  );
  expect(row).toMatchObject({ lost: 3, doubled: 3, failures: ['3 lost', '3 doubled'] });
});

test('what is refused for good is no success, nor what a scenario sees in the end', long, async () => {
  const after = await openOrdeal();
  const row = await after(async (system, { later }) => {
    later(async () => 'nobody has written it down');
    later(async () => undefined);
    system.status = () => 422;
    await sleep(200);
    system.status = () => 202;
  });
  expect(row.refused).toBeGreaterThan(0);
  expect(row.failures).toEqual(['nobody has written it down', `${row.refused} refused for good`]);
});
