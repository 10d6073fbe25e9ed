import { expect, test } from 'vitest';
import { optionsOf } from './options.ts';

test('a full run goes through everything, a quick one through three systems at one rate', () => {
  const full = optionsOf([]);
  expect(full).toMatchObject({ command: 'measure', rounds: 5, conversations: 5000, warmUp: 45, seconds: 15 });
  expect(full.rates).toEqual([200, 1000, 2000, 4000, 6000, 8000]);
  const quick = optionsOf(['--quick']);
  expect(quick).toMatchObject({ rounds: 1, rates: [1000], parts: ['ladder'], refine: 0, warmUp: 5 });
  expect(quick.systems.map(({ name }) => name)).toEqual(['naive', 'batched', 'starters']);
});

test('the command line has the last word', () => {
  const options = optionsOf([
    '--quick',
    '--systems',
    'state',
    '--rates',
    '50,100',
    '--seconds',
    '1',
    '--poisson',
    '--no-acks',
  ]);
  expect(options).toMatchObject({ rates: [50, 100], warmUpRate: 100, seconds: 1, lead: 1, arrivals: 'poisson' });
  expect(options.acknowledges).toBe(false);
  expect(optionsOf(['--write']).command).toBe('write');
  expect(optionsOf(['--profile']).command).toBe('profile');
});

test('what is not the whole leaves the results of the whole alone', () => {
  expect(optionsOf([]).name).toBe('full');
  expect(optionsOf(['--write']).name).toBe('full');
  expect(optionsOf(['--quick']).name).toBe('quick');
  expect(optionsOf(['--parts', 'idle']).name).toBe('other');
  expect(optionsOf(['--rounds', '2', '--name', 'full']).name).toBe('full');
});

test('what is wrong is named', () => {
  expect(() => optionsOf(['--systems', 'state,fast'])).toThrow('no system "fast"; there are: naive, batched');
  expect(() => optionsOf(['--parts', 'all'])).toThrow('no part "all"');
  expect(() => optionsOf(['--rates', '200,x'])).toThrow('--rates: "x" must be a whole number from 1');
  expect(() => optionsOf(['--fast'])).toThrow("Unknown option '--fast'");
});
