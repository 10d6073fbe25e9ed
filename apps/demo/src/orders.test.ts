import { expect, test } from 'vitest';
import { ordersOf } from './orders.ts';
import { lampOf } from './page/lamps.js';

test('whoever comes again has the same orders, of lamps that there are', () => {
  const orders = ordersOf('Ada Byron');
  expect(ordersOf(' ada byron ')).toEqual(orders);
  expect(ordersOf('Bo Derk')).not.toEqual(orders);
  for (const name of 'abcdefghijklmnopqrstuvwxyz') {
    const [first, second] = ordersOf(name);
    expect(first?.lamp).not.toBe(second?.lamp);
    for (const { id, lamp } of ordersOf(name)) {
      expect(id).toMatch(/^L-\d{4}$/);
      expect(lampOf(lamp)).toBeDefined();
    }
  }
});
