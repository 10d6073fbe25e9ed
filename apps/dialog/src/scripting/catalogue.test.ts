import { expect, test } from 'vitest';
import { botContextFunctions } from './catalogue.ts';
import { scripts } from './script.fixture.ts';

const { value } = scripts();
const listed = botContextFunctions.flatMap(({ functions }) => functions);

test('the catalogue has exactly the functions that a script finds', async () => {
  const found = await value('Object.keys(botContext)');
  expect(listed.map(({ name }) => name).toSorted()).toEqual((found as string[]).toSorted());
});

test('every function is described', () => {
  expect(listed.filter(({ signature, does }) => !signature.startsWith('(') || !/^[A-Z].*\.$/.test(does))).toEqual([]);
});
