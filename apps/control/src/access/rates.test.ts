import { limits } from '@backchannel/contracts';
import { ListBots, WhoAmI } from '@backchannel/contracts/admin';
import { expect, test } from 'vitest';
import { Office } from '../office.fixture.ts';

const times = <Result>(count: number, one: () => Result) => Array.from({ length: count }, one);

test('a key that asks too much is refused for a moment; other keys are not', { tags: 'long' }, async () => {
  await using office = await Office.open({});
  const other = await office.newKey({});
  const most = limits.rates.admin * limits.rateSeconds;
  const statuses: number[] = [];
  // Until it is refused, and no further than it would be at a pace that no key can have.
  while (!statuses.includes(429) && statuses.length < 20 * most) {
    const answers = await Promise.all(times(200, () => office.call(WhoAmI)));
    statuses.push(...answers.map(({ status }) => status));
  }
  expect(statuses).toContain(429);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(most);
  expect((await office.call(ListBots, { key: other })).status).toBe(200);
  await expect.poll(async () => (await office.call(WhoAmI)).status).toBe(200);
});

test.each(['/admin/v1/bots', '/%61dmin/v1/bots'])(
  'who guesses keys is soon refused before anything is looked up',
  async (path) => {
    await using office = await Office.open({}, { environment: { RATE_PER_ADDRESS: '10' } });
    const headers = { authorization: 'Bearer bck_guess' };
    const statuses: number[] = [];
    while (statuses.at(-1) !== 429 && statuses.length < 50)
      statuses.push((await fetch(office.url + path, { headers })).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.length).toBeLessThan(15);
  },
);
