import { beforeAll, describe, expect, test } from 'vitest';
import type { System } from '../scenario/system.ts';
import { journalOf } from './journal.ts';
import { type Played, play } from './play.ts';
import type { Stage } from './stage.ts';

/** Plays all golden conversations beside each other, in the one system that `opened` gives. */
export function conversations(name: string, stage: Stage, opened: () => System): void {
  describe(name, () => {
    const playing = new Map<string, Promise<PromiseSettledResult<Played>>>();

    beforeAll(() => {
      const system = opened();
      for (const conversation of stage.conversations) {
        const scene = {
          system,
          api: stage.apiOf(conversation.id),
          apiHost: stage.apiHost,
          hook: stage.hookOf(conversation.id),
        };
        const played = Promise.allSettled([play(conversation, scene)]);
        playing.set(
          conversation.id,
          played.then(([result]) => result),
        );
      }
    });

    const ids = stage.conversations.map(({ id }) => id);
    test.for(ids)('%s', { timeout: 120_000 }, async (id) => {
      const result = await playing.get(id);
      if (result?.status === 'rejected') throw result.reason;
    });

    test('the journal has for every author what must be known, and nothing else', { timeout: 60_000 }, async () => {
      const journal = journalOf(await opened().answers());
      for (const { id, notes = [], trace } of stage.conversations) {
        const result = await playing.get(id);
        if (result?.status !== 'fulfilled') continue;
        const { trace: way, ...told } = journal(result.value);
        expect.soft({ id, ...told, ...(trace && { trace: way }) }).toEqual({ id, notes, ...(trace && { trace }) });
      }
    });
  });
}
