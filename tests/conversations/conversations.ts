import { beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../scenario/system.ts';
import { journalOf } from './journal.ts';
import { type Played, play } from './play.ts';
import type { Stage } from './stage.ts';

type Result = PromiseSettledResult<Played>;

/** As many as leave a busy machine time for those that are about time. */
const AT_ONCE = 16;

/** Plays all golden conversations beside each other, some at a time, in the one system that `opened` gives. */
export function conversations(name: string, stage: Stage, opened: () => System): void {
  describe(name, () => {
    const playing = new Map(stage.conversations.map(({ id }) => [id, Promise.withResolvers<Result>()]));

    beforeAll(() => {
      const system = opened();
      const left = stage.conversations.values();
      const playSome = async () => {
        for (const conversation of left) {
          const { id } = conversation;
          const scene = { system, api: stage.apiOf(id), apiHost: stage.apiHost, hook: stage.hookOf(id) };
          const [result] = await Promise.allSettled([play(conversation, scene)]);
          playing.get(id)?.resolve(result);
        }
      };
      for (let one = 0; one < AT_ONCE; one += 1) void playSome();
    });

    const ids = stage.conversations.map(({ id }) => id);
    test.for(ids)('%s', { timeout: 120_000 }, async (id) => {
      const result = await playing.get(id)?.promise;
      if (result?.status === 'rejected') throw result.reason;
    });

    test('the journal has for every author what must be known, and nothing else', { timeout: 60_000 }, async () => {
      const journal = journalOf(await opened().answers());
      for (const { id, notes = [], trace } of stage.conversations) {
        const result = await playing.get(id)?.promise;
        if (result?.status !== 'fulfilled') continue;
        const { trace: way, ...told } = journal(result.value);
        expect.soft({ id, ...told, ...(trace && { trace: way }) }).toEqual({ id, notes, ...(trace && { trace }) });
      }
    });
  });
}
