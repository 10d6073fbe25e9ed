import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd } from '../crowd/crowd.ts';
import { botId } from '../system/place.ts';
import type { Scenario } from './scenario.ts';

const PEOPLE = 30;
const PATIENCE_MS = 60_000;
const kinds = ['endless loop', 'endless memory', 'endless depth'];

export const scriptScenarios: readonly Scenario[] = [
  {
    name: 'scripts',
    title: `${PEOPLE} more people, each of whom has a script run that never ends (time, memory, depth)`,
    on: 'distributed',
    async run({ system, gone, note, fail }) {
      const others = await Crowd.gather(system, botId, PEOPLE);
      await Promise.all(others.people.map((person, i) => person.say(kinds[i % kinds.length] ?? '', () => {})));
      const answered = () => others.people.filter(({ tab }) => tab.screen.some(({ from }) => from === 'bot')).length;
      for (const late = Date.now() + PATIENCE_MS; Date.now() < late && answered() < PEOPLE; ) await sleep(50);
      gone();
      const right = others.people.filter(({ tab }) => tab.screen.some(({ text }) => text === 'That went wrong.'));
      note(`${right.length} of ${PEOPLE} were told that it went wrong`);
      if (right.length < PEOPLE) fail(`${PEOPLE - right.length} endless scripts were not answered`);
      others.disperse();
    },
  },
];
