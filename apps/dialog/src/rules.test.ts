import { describe, expect, test } from 'vitest';
import { botOf, dialog, question, rule, Talk, text } from './bot.fixture.ts';

const asked = (more: object) => {
  const rules = [rule('yes', { next: { interaction: 'taken' }, ...more })];
  const talk = new Talk(botOf([dialog('start', question('ask', { rules }), text('taken', { next: 'end' }))]), {
    webView: { status: 'PROCESSED', amount: '12' },
  });
  talk.hear('start');
  return talk;
};
const status = (value: string) => ({ variable: 'webView.status', is: 'equals', value });
const amount = (value: number) => ({ variable: 'webView.amount', is: 'greater', value });

describe('rules:', () => {
  test('an exclude keyword keeps a rule from holding', () => {
    expect(asked({ patterns: ['*yes*'], exclude: ['*not*'] }).hear('yes, not')).toEqual(['Pardon?', 'ask?']);
    expect(asked({ patterns: ['*yes*'], exclude: ['*not*'] }).hear('oh yes')).toEqual(['taken.']);
  });

  test('conditions must hold as well as the pattern, all of them', () => {
    expect(asked({ conditions: [status('PROCESSED'), amount(10)] }).hear('yes')).toEqual(['taken.']);
    expect(asked({ conditions: [status('PROCESSED'), amount(20)] }).hear('yes')).toEqual(['Pardon?', 'ask?']);
    expect(asked({ conditions: [status('PROCESSED')] }).hear('no')).toEqual(['Pardon?', 'ask?']);
  });

  test('with any, one condition is enough', () => {
    expect(asked({ any: true, conditions: [status('PROCESSED'), amount(20)] }).hear('yes')).toEqual(['taken.']);
    expect(asked({ any: true, conditions: [status('x'), amount(20)] }).hear('yes')).toEqual(['Pardon?', 'ask?']);
  });

  test('a variable is set as long as its scope says', () => {
    const set = ['request', 'dialog', 'session'].map((scope) => ({ name: scope, value: '{$userMessage}', scope }));
    const read = { text: '{$botContext.request}-{$botContext.dialog}-{$botContext.session}' };
    const bot = botOf([
      dialog(
        'start',
        question('ask', { rules: [rule('yes', { set })] }),
        text('one', read),
        question('more'),
        text('two', read),
      ),
      dialog('late', text('three', read)),
    ]);
    const talk = new Talk(bot);
    talk.hear('start');
    expect(talk.hear('yes')).toEqual(['yes-yes-yes', 'more?']);
    expect(talk.hear('go on')).toEqual(['-yes-yes']);
    expect(talk.hear('late')).toEqual(['--yes']);
    expect(talk.session.variables).toEqual({ session: 'yes' });
  });

  test('a name has one value: setting it in one scope takes it out of the others', () => {
    const set = [
      { name: 'x', value: 1, scope: 'dialog' },
      { name: 'x', value: 2 },
    ];
    const ask = question('ask', { rules: [rule('yes', { set })] });
    const talk = new Talk(botOf([dialog('start', ask, text('x', { text: '{$botContext.x}' }))]));
    talk.hear('start');
    expect(talk.hear('yes')).toEqual(['2']);
    expect(talk.session.variables).toEqual({ x: 2 });
  });

  test('a value that is one placeholder keeps its type', () => {
    const talk = asked({ set: [{ name: 'all', value: '{$webView.order}' }] });
    talk.session = { ...talk.session, webView: { order: { id: 7 } } };
    talk.hear('yes');
    expect(talk.session.variables).toEqual({ all: { id: 7 } });
  });
});
