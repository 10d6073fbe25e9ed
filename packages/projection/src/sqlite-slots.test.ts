import { sqliteSlots } from './sqlite-slots.ts';
import { projectionSuite } from './suite.ts';

projectionSuite('SQLite', async () => {
  const slots = sqliteSlots(':memory:');
  return { slots, [Symbol.asyncDispose]: () => slots.close() };
});
