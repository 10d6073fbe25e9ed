import { limits } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import { botOf, dialog, posted, question, rule, Talk, text } from './bot.fixture.ts';

const good = question('good', { rules: [rule('yes', { next: 'next' }), rule('no', { next: 'end' })] });
const survey = (...interactions: object[]) => ({ name: 'survey', type: 'survey', interactions });
const leading = (next: unknown) => dialog('bye', text('so long', { next }), text('never'));
const talkOf = (first: object, ...interactions: object[]) =>
  new Talk(botOf([first, survey(...interactions), dialog('other', text('in other')), dialog('pay', text('paid'))]));
const isOver = { leaves: 'closed', session: { stack: [], waiting: null } };

test('close dialog holds the survey, and its end ends the conversation', () => {
  const talk = talkOf(leading('close_dialog'), good, text('thanks'));
  expect(talk.hear('bye')).toEqual(['so long.', 'good?']);
  expect(talk.last).toMatchObject({ leaves: 'open', session: { waiting: { for: 'good' } } });
  expect(talk.hear('yes')).toEqual(['thanks.']);
  expect(talk.last).toMatchObject(isOver);
});

test('so does a close interaction, unless it says otherwise', () => {
  const close = (more: object) => dialog('bye', { name: 'close', type: 'close', text: 'Bye.', ...more });
  expect(talkOf(close({}), good).hear('bye')).toEqual(['Bye.', 'good?']);
  const talk = talkOf(close({ survey: false }), good);
  expect(talk.hear('bye')).toEqual(['Bye.']);
  expect(talk.last).toMatchObject(isOver);
});

test('so does a text that asks for it, wherever it is said', () => {
  const command = 'LP_CLOSEDIALOG';
  const said = dialog('bye', text('x', { text: command }), text('never'));
  expect(talkOf(said, good).hear('bye')).toEqual(['good?']);
  const missed = dialog('bye', question('ask', { rules: [{ type: 'no_match', text: command, next: 'end' }] }));
  const talk = talkOf(missed, good);
  talk.hear('bye');
  expect(talk.hear('x')).toEqual(['good?']);
  expect(talk.hear('yes')).toEqual([]);
  expect(talk.last).toMatchObject(isOver);
  const fallen = new Talk(botOf([dialog('a', text('a')), survey(good)], { fallbackText: command }));
  expect(fallen.hear('x')).toEqual(['good?']);
});

test('close conversation holds none', () => {
  const talk = talkOf(leading('close_conversation'), good);
  expect(talk.hear('bye')).toEqual(['so long.']);
  expect(talk.last).toMatchObject(isOver);
});

test('a survey without a question ends the conversation at once', () => {
  const talk = talkOf(leading('close_dialog'), text('thanks'));
  expect(talk.hear('bye')).toEqual(['so long.', 'thanks.']);
  expect(talk.last).toMatchObject(isOver);
});

test('one that is switched off is none', () => {
  const talk = new Talk(botOf([leading('close_dialog'), { ...survey(good), enabled: false }]));
  expect(talk.hear('bye')).toEqual(['so long.']);
  expect(talk.last).toMatchObject(isOver);
});

test('what was open before is over when the survey begins', () => {
  const talk = new Talk(
    botOf([dialog('a', question('wait', { rules: [rule('x')] })), leading('close_dialog'), survey(good)]),
  );
  talk.hear('a');
  expect(talk.hear('bye')).toEqual(['so long.', 'good?']);
  expect(talk.session.stack).toHaveLength(1);
});

for (const next of ['end', 'previous', 'close_dialog', 'close_conversation', 'next']) {
  test(`${next} within the survey ends the conversation`, () => {
    const ask = question('good', { rules: [rule('yes', { next })] });
    const talk = talkOf(leading('close_dialog'), ask);
    talk.hear('bye');
    talk.hear('yes');
    expect(talk.last).toMatchObject(isOver);
  });
}

test('words that nothing takes start no dialog: the question is asked again, and at last given up', () => {
  const talk = talkOf(leading('close_dialog'), { ...good, maxReasks: 1 });
  talk.hear('bye');
  expect(talk.hear('other')).toEqual(['Pardon?', 'good?']);
  expect(talk.last).toMatchObject({ leaves: 'open' });
  expect(talk.hear('other')).toEqual(['Pardon?']);
  expect(talk.last).toMatchObject(isOver);
});

test('a survey that runs in a circle is cut, and the conversation ends', () => {
  const talk = talkOf(
    leading('close_dialog'),
    text('a', { next: { interaction: 'b' } }),
    text('b', { next: { interaction: 'a' } }),
  );
  expect(talk.hear('bye')).toHaveLength(limits.interactionsInARow + 2);
  expect(talk.last).toMatchObject(isOver);
});

test('a dialog that the survey leads to returns to it', () => {
  const ask = question('good', { rules: [rule('yes', { next: { dialog: 'other' } })] });
  const talk = talkOf(leading('close_dialog'), ask, text('thanks'));
  talk.hear('bye');
  expect(talk.hear('yes')).toEqual(['in other.', 'thanks.']);
  expect(talk.last).toMatchObject(isOver);
});

test('a survey that another dialog returns to is still one', () => {
  const back = { ...dialog('back', question('more', { rules: [rule('ok', { next: { dialog: 'survey' } })] })) };
  const ask = question('good', { rules: [rule('yes', { next: { dialog: 'back' } }), rule('no', { next: 'end' })] });
  const talk = new Talk(botOf([leading('close_dialog'), survey(ask), back, dialog('other', text('in other'))]));
  for (const words of ['bye', 'yes']) talk.hear(words);
  expect(talk.hear('ok')).toEqual(['good?']);
  expect(talk.hear('other')).toEqual(['Pardon?', 'good?']);
  talk.hear('no');
  expect(talk.last).toMatchObject(isOver);
});

test('what an endpoint leads to comes between, and the survey goes on', () => {
  const talk = talkOf(leading('close_dialog'), good);
  talk.hear('bye');
  expect(talk.hear(posted(undefined, { endpoint: 'paid', target: { dialog: 'pay' } }))).toEqual(['paid.', 'good?']);
  talk.hear('no');
  expect(talk.last).toMatchObject(isOver);
});

test('a transfer in the survey hands over, and does not end the conversation', () => {
  const talk = talkOf(leading('close_dialog'), { name: 'x', type: 'transfer' });
  talk.hear('bye');
  expect(talk.last).toMatchObject({ leaves: 'transferred', session: { stack: [], waiting: null } });
});
