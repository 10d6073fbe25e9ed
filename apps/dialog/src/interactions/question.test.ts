import { describe, expect, test } from 'vitest';
import { botOf, dialog, question, rule, Talk, text } from '../bot.fixture.ts';

describe('asking again:', () => {
  const ask = question('ask', { rules: [rule('yes')], maxReasks: 2, giveUp: { interaction: 'given up' } });
  const bot = botOf([dialog('start', ask, text('b'), text('given up')), dialog('other', text('other'))]);

  test('at most the set number of times, then it gives up', () => {
    const talk = new Talk(bot);
    talk.hear('start');
    expect(talk.hear('x')).toEqual(['Pardon?', 'ask?']);
    expect(talk.hear('x')).toEqual(['Pardon?', 'ask?']);
    expect(talk.hear('x')).toEqual(['Pardon?', 'given up.']);
  });

  test('a change of dialog in between does not count', () => {
    const talk = new Talk(bot);
    talk.hear('start');
    for (const _ of [1, 2, 3]) expect(talk.hear('other')).toEqual(['other.', 'ask?']);
  });

  test('a dialog that begins again counts anew', () => {
    const talk = new Talk(bot);
    for (const words of ['start', 'x', 'x', 'start']) talk.hear(words);
    expect(talk.hear('x')).toEqual(['Pardon?', 'ask?']);
  });

  test('a question that an answer leads to counts anew', () => {
    const rules = [rule('again', { next: { interaction: 'ask' } })];
    const talk = new Talk(botOf([dialog('start', question('ask', { rules, maxReasks: 1 }))]));
    for (const words of ['start', 'x', 'again']) talk.hear(words);
    expect(talk.hear('x')).toEqual(['Pardon?', 'ask?']);
  });

  test('without a limit every time', () => {
    const talk = new Talk(botOf([dialog('start', question('ask', { rules: [rule('yes')] }))]));
    talk.hear('start');
    for (let times = 0; times < 20; times += 1) expect(talk.hear('x')).toEqual(['Pardon?', 'ask?']);
  });

  test('each time it waits under another id', () => {
    const talk = new Talk(bot);
    talk.hear('start');
    talk.hear('x');
    expect(talk.session.waiting?.id).toBe('2:ask:2');
  });
});
