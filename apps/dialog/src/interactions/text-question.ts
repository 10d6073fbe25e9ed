import type { TextQuestion } from '@backchannel/contracts';
import { follow } from '../rules.ts';
import type { Question } from './interaction.ts';

export const textQuestion: Question<TextQuestion> = {
  asks: true,
  enter({ name, text }, visit) {
    visit.say(text);
    return { wait: { id: visit.id, kind: 'question', for: name } };
  },
  hear({ name, rules, next }, run) {
    return rules.length === 0 ? next : follow(rules, name, run);
  },
  miss({ fallback }, visit) {
    if (fallback !== undefined) visit.say(fallback);
    return fallback !== undefined;
  },
  again({ name, maxReasks, giveUp }, { missed }) {
    return missed > (maxReasks ?? missed) ? { go: giveUp } : { enter: name };
  },
};
