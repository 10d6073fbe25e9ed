import { setTimeout as sleep } from 'node:timers/promises';
import { readingsOf, type StackService } from '@backchannel/stack';
import type { Scenario } from './scenario.ts';

/** More than the system keeps for a connection, and chat beside it. */
const SLOW = 5;
const STORIES = 80;
const STORM = 100;
const CLIENTS = 30;

async function closedAsSlow(chat: StackService): Promise<number> {
  const closed = await readingsOf(chat, 'backchannel_sockets_closed_total');
  return [...closed].reduce((sum, [labels, count]) => sum + (labels.includes('reason="slow"') ? count : 0), 0);
}

export const clientScenarios: readonly Scenario[] = [
  {
    name: 'slow-sockets',
    title: `${SLOW} people who read nothing for 20 s while 8 MB are said to each`,
    on: 'distributed',
    async run({ system, crowd, load, gone, note, fail }) {
      const closed = () => closedAsSlow(system.stack.service('chat'));
      const before = await closed();
      const slow = crowd.people.slice(0, SLOW);
      slow.forEach(({ tab }, place) => {
        tab.lookAway();
        load.excused.add(place);
      });
      const stories = slow.map(async (_, place) => {
        for (let left = STORIES; left > 0; left -= 1) await load.utter(place, 'post', 'story');
      });
      await Promise.all([...stories, sleep(20_000)]);
      // What they are told may come later than what they were asked was accepted.
      for (const late = Date.now() + 40_000; Date.now() < late && (await closed()) < before + SLOW; ) await sleep(250);
      const count = (await closed()) - before;
      for (const { tab } of slow) tab.look();
      gone();
      note(`${count} of them were closed meanwhile, and came again; what the others waited is told`);
      if (count !== SLOW) fail(`of ${SLOW} who read nothing ${count} were closed`);
    },
  },
  {
    name: 'duplicates',
    title: `${STORM} posts by ${CLIENTS} clients each under one key, ingest killed in the middle`,
    on: 'distributed',
    quick: true,
    async run({ system, crowd, load, gone, fail }) {
      const ingest = system.stack.service('ingest');
      const posts = Array.from({ length: STORM }, async (_, i) => {
        const { utterance, person } = load.utterance(i % crowd.people.length);
        const body = { text: `number ${utterance.number}`, key: `key ${utterance.number}` };
        const clients = Array.from({ length: CLIENTS }, async () => {
          await sleep(Math.random() * 2_000);
          const inputId = await person.post(body, () => {
            utterance.again += 1;
          });
          utterance.acceptedAt ??= performance.now();
          return inputId;
        });
        const ids = new Set(await Promise.all(clients));
        if (ids.size !== 1) fail(`one key, ${ids.size} inputs`);
      });
      await sleep(1_000);
      gone();
      await ingest.kill();
      await ingest.start();
      await Promise.all(posts);
    },
  },
];
