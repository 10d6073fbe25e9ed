import { describe, expect, test } from 'vitest';
import { botOf, dialog, noMatch, question, rule, Talk, text } from './bot.fixture.ts';

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

describe('types of rules:', () => {
  const takes = (one: object, words: string, webView = {}) => {
    const bot = botOf([dialog('start', question('ask', { rules: [one] }), text('taken', { next: 'end' }))]);
    const talk = new Talk(bot, { webView });
    talk.hear('start');
    return talk.hear(words)[0] === 'taken.';
  };

  test('a regular expression is found anywhere, without case', () => {
    const order = { type: 'regex', expression: 'order #[0-9]{3}$' };
    expect(takes(order, 'My ORDER #123')).toBe(true);
    expect(takes(order, 'My order #12')).toBe(false);
    expect(takes(order, 'order #123 it is')).toBe(false);
  });

  test('one that would keep other engines busy for ever does not', () => {
    expect(takes({ type: 'regex', expression: '^(a+)+$' }, `${'a'.repeat(5000)}!`)).toBe(false);
  });

  test('an exact value is one to the letter', () => {
    const exact = { type: 'exact', values: ['Yes', 'Sí'] };
    expect(['Yes', 'Sí', 'yes', ' Yes', 'Yes!'].map((words) => takes(exact, words))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test('variables alone take any words', () => {
    const variables = { type: 'variables', conditions: [status('PROCESSED')] };
    expect(takes(variables, 'whatever', { status: 'PROCESSED' })).toBe(true);
    expect(takes(variables, 'whatever', { status: 'DECLINED' })).toBe(false);
  });

  test('a rule for no match can have conditions, and words that go with it', () => {
    const rules = [noMatch({ text: 'No, {$userMessage}?', conditions: [status('OPEN')], next: 'end' })];
    const bot = botOf([dialog('start', question('ask', { rules }))]);
    const hear = (value: string) => {
      const talk = new Talk(bot, { webView: { status: value } });
      talk.hear('start');
      return talk.hear('hm');
    };
    expect(hear('OPEN')).toEqual(['No, hm?']);
    expect(hear('CLOSED')).toEqual(['Pardon?', 'ask?']);
  });

  test('the trace names the rule that took the words', () => {
    const talk = asked({ name: 'agrees' });
    talk.hear('yes');
    expect(talk.last?.trace).toEqual(['ask: rule 1 "agrees" (pattern) takes the answer', 'start: taken']);
  });
});

describe('scopes over dialogs:', () => {
  const set = (name: string, scope: string) => rule('yes', { set: [{ name, value: name, scope }] });
  const show = { text: '{$botContext.outer}/{$botContext.inner}' };

  test('a dialog sees the variables of those it interrupted, and takes its own with it', () => {
    const bot = botOf([
      dialog(
        'a',
        question('ask a', { rules: [set('outer', 'dialog')] }),
        question('again', { rules: [rule('x')] }),
        text('in a', show),
      ),
      dialog('b', question('ask b', { rules: [set('inner', 'dialog')] }), text('in b', show)),
    ]);
    const talk = new Talk(bot);
    for (const words of ['a', 'yes', 'b']) talk.hear(words);
    expect(talk.hear('yes')).toEqual(['outer/inner', 'again?']);
    expect(talk.hear('x')).toEqual(['outer/']);
    expect(talk.session).toMatchObject({ variables: {}, stack: [] });
  });
});
