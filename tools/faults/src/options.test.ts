import { expect, test } from 'vitest';
import { optionsOf } from './options.ts';
import { scenarios } from './scenarios/scenarios.ts';

const namesOf = (...words: readonly string[]) => optionsOf(words).scenarios.map(({ name }) => name);

test('without a word it is all of the matrix, some times, with a thousand conversations', () => {
  expect(optionsOf([])).toMatchObject({ command: 'run', all: true, rounds: 3, conversations: 1000 });
  expect(namesOf()).toEqual(scenarios.map(({ name }) => name));
});

test('no two scenarios have one name', () => {
  expect(new Set(namesOf()).size).toBe(scenarios.length);
});

test('a quick run is a handful of them', () => {
  expect(namesOf('--quick').length).toBeLessThan(10);
  expect(namesOf('--quick')).toContain('kafka-one');
});

test('some are chosen by their names, and a name that nobody has is told', () => {
  expect(namesOf('--only', 'redis-back,kafka-one')).toEqual(['redis-back', 'kafka-one']);
  expect(() => optionsOf(['--only', 'moon'])).toThrow('there is no scenario "moon"');
});

test('numbers are whole, and above nothing', () => {
  expect(optionsOf(['--rounds', '5', '--rate', '20'])).toMatchObject({ rounds: 5, rate: 20 });
  expect(() => optionsOf(['--rounds', '0'])).toThrow('--rounds: "0" must be a whole number from 1');
});
