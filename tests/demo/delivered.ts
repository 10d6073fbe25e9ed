import { expect } from 'vitest';
import type { Visitor } from './visitor.ts';

/** All lights of the latest post are on, in their order. */
export async function isDelivered(visitor: Visitor, by: string): Promise<void> {
  const { latest } = visitor;
  await expect.poll(() => latest.locator('.by').innerText()).toContain(by);
  await expect.poll(() => latest.locator('.verdict').innerText()).toMatch(/^On the screen after \d+ ms$/);
  const { names, ms } = await visitor.lights();
  expect(names).toEqual(['sent', 'accepted', 'opened', 'answered', 'delivered']);
  expect(ms).toEqual(ms.toSorted((a, b) => a - b));
  expect(ms.at(-1)).toBeGreaterThan(0);
  expect(await latest.locator('.problem').isVisible()).toBe(false);
}
