import { describe, expect, test } from 'vitest';
import { botOf, dialog, fallback, noMatch, posted, question, resumed, rule, Talk, text } from './bot.fixture.ts';

describe('who takes the words:', () => {
  const ask = question('ask', { rules: [rule('yes', { next: { interaction: 'taken' } })] });
  const asking = dialog('start', ask, text('never'), text('taken', { next: 'end' }));

  test('first a rule of the waiting question', () => {
    const talk = new Talk(botOf([asking, dialog('yes', text('yes dialog'))]));
    expect(talk.hear('start')).toEqual(['ask?']);
    expect(talk.session.waiting).toEqual({ id: '1:ask:1', kind: 'question', for: 'ask' });
    expect(talk.hear(' YES ')).toEqual(['taken.']);
    expect(talk.session).toMatchObject({ waiting: null, stack: [] });
  });

  test('a posted message like the person', () => {
    const talk = new Talk(botOf([asking, dialog('yes', text('yes dialog'))]));
    talk.hear('start');
    expect(talk.hear(posted('yes'))).toEqual(['taken.']);
  });

  test('and so what it is to hear when somebody hands the conversation back', () => {
    const talk = new Talk(botOf([asking, dialog('yes', text('yes dialog'))]));
    talk.hear('start');
    expect(talk.hear(resumed('yes'))).toEqual(['taken.']);
    expect(talk.last).toMatchObject({ leaves: 'open', message: null });
  });

  test('of several rules the first that holds', () => {
    const rules = [noMatch({ next: 'end' }), rule('*', { next: { interaction: 'b' } }), rule('x', { next: 'end' })];
    const talk = new Talk(botOf([dialog('start', question('ask', { rules }), text('a'), text('b'))]));
    talk.hear('start');
    expect(talk.hear('x')).toEqual(['b.']);
  });

  test('then its rule for no match, so that no other dialog starts', () => {
    const rules = [noMatch({ text: 'No match.', next: { interaction: 'ask' } }), rule('yes')];
    const talk = new Talk(botOf([dialog('start', question('ask', { rules })), dialog('other', text('other'))]));
    talk.hear('start');
    expect(talk.hear('other')).toEqual(['No match.', 'ask?']);
  });

  test('then a dialog starter; when that dialog ends, the question is asked again', () => {
    const talk = new Talk(botOf([asking, dialog('other', text('other'))]));
    talk.hear('start');
    expect(talk.hear('other')).toEqual(['other.', 'ask?']);
    expect(talk.hear('yes')).toEqual(['taken.']);
  });

  test('then the own fallback text of the question, and the question again', () => {
    const own = dialog('start', question('ask', { rules: [rule('yes')], fallback: 'Yes or no!' }));
    const talk = new Talk(botOf([own, fallback(text('fallback'))]));
    talk.hear('start');
    expect(talk.hear('maybe')).toEqual(['Yes or no!', 'ask?']);
  });

  test('then the Fallback dialog, and the question again', () => {
    const talk = new Talk(botOf([asking, fallback(text('fallback'))]));
    talk.hear('start');
    expect(talk.hear('maybe')).toEqual(['fallback.', 'ask?']);
  });

  test('at last the text of the bot, and the question again', () => {
    const talk = new Talk(botOf([asking]));
    talk.hear('start');
    expect(talk.hear('maybe')).toEqual(['Pardon?', 'ask?']);
  });

  test('when nothing waits, the starters and then the fallback', () => {
    expect(new Talk(botOf([asking])).hear('maybe')).toEqual(['Pardon?']);
    expect(new Talk(botOf([asking, fallback(text('fallback'))])).hear('maybe')).toEqual(['fallback.']);
    const off = { ...fallback(text('fallback')), enabled: false };
    expect(new Talk(botOf([asking, off])).hear('maybe')).toEqual(['Pardon?']);
  });

  test('a question without rules takes anything and goes on', () => {
    const name = dialog('start', question('name'), text('hello', { text: 'Hello {$userMessage}.' }));
    const talk = new Talk(botOf([name, dialog('other', text('other'))]));
    talk.hear('start');
    expect(talk.hear('other')).toEqual(['Hello other.']);
  });
});

describe('where an endpoint leads:', () => {
  const ask = question('ask', { rules: [rule('yes')] });
  const bot = botOf([
    dialog('start', ask, text('behind')),
    dialog('paid', text('thanks'), text('more')),
    { ...dialog('off', text('in off')), enabled: false },
  ]);
  const post = (target: object, more = {}) => posted(undefined, { endpoint: 'e', target, ...more });
  const asking = () => {
    const talk = new Talk(bot);
    talk.hear('start');
    return talk;
  };

  test('to a dialog, whatever waits; then it waits again', () => {
    expect(asking().hear(post({ dialog: 'paid' }))).toEqual(['thanks.', 'more.', 'ask?']);
    expect(new Talk(bot).hear(post({ dialog: 'paid' }))).toEqual(['thanks.', 'more.']);
  });

  test('to an interaction of any dialog', () => {
    expect(asking().hear(post({ interaction: 'more' }))).toEqual(['more.', 'ask?']);
    expect(asking().hear(post({ interaction: 'behind' }))).toEqual(['behind.']);
  });

  test('before what its message says, which can be shown all the same', () => {
    const talk = asking();
    expect(talk.hear(posted('yes', { endpoint: 'e', target: { dialog: 'paid' } }))).toEqual([
      'thanks.',
      'more.',
      'ask?',
    ]);
    expect(talk.last?.message).toMatchObject({ from: 'outside', text: 'yes' });
  });

  test('nowhere, when the version of the bot does not have it: that is noted, and what waits goes on waiting', () => {
    for (const target of [{ dialog: 'gone' }, { dialog: 'off' }, { interaction: 'gone' }, { interaction: 'in off' }]) {
      const talk = asking();
      const { waiting } = talk.session;
      expect(talk.hear(post(target))).toEqual([]);
      expect(talk.session.waiting).toEqual(waiting);
      expect(talk.notes).toEqual([
        expect.stringMatching(/^the endpoint leads to "(gone|off|in off)", which this version/),
      ]);
    }
  });

  test('its message is heard, when the version does not have the target', () => {
    expect(asking().hear(posted('yes', { endpoint: 'e', target: { dialog: 'gone' } }))).toEqual(['behind.']);
  });
});
