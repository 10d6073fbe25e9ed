import { limits } from '@backchannel/contracts';
import { describe, expect, test } from 'vitest';
import {
  answerOf,
  botOf,
  dialog,
  elapsed,
  fallback,
  freshSession,
  noMatch,
  opened,
  posted,
  question,
  returned,
  rule,
  said,
  Talk,
  text,
  textsOf,
  turnOf,
} from './bot.fixture.ts';

describe('what an input says:', () => {
  const bot = botOf([dialog('hi', text('hello'))], { start: 'hi' });

  test('opening a conversation runs the start text, which nobody sees', () => {
    const answered = answerOf(bot, turnOf(opened()));
    expect(answered).toMatchObject({ message: null, final: true, failed: false, leaves: 'open' });
    expect(textsOf(answered)).toEqual(['hello.']);
  });

  test('without a start text the bot waits for the person', () => {
    expect(answerOf(botOf([dialog('hi', text('hello'))]), turnOf(opened())).replies).toEqual([]);
  });

  test('a start text that starts nothing is noted, and not apologised for', () => {
    const answered = answerOf(botOf([dialog('hi', text('hello'))], { start: 'hey' }), turnOf(opened()));
    expect(answered).toMatchObject({ replies: [], notes: [`no dialog starts with the bot's start text "hey"`] });
  });

  test('what the person tapped shows its label', () => {
    const answered = answerOf(bot, turnOf(said('hi', { label: 'Say hi' })));
    expect(answered.message).toEqual({ from: 'user', text: 'Say hi', at: 5 });
    expect(textsOf(answered)).toEqual(['hello.']);
  });

  test('a posted message is heard like words, and shown as from outside', () => {
    const answered = answerOf(bot, turnOf(posted('hi')));
    expect(answered.message).toEqual({ from: 'outside', text: 'hi', at: 5 });
    expect(textsOf(answered)).toEqual(['hello.']);
  });

  test('a hidden message is heard and not shown', () => {
    const answered = answerOf(bot, turnOf(posted('hi', { hidden: true })));
    expect(answered.message).toBeNull();
    expect(textsOf(answered)).toEqual(['hello.']);
  });

  test('what has no words is answered with nothing, and changes nothing', () => {
    for (const input of [returned(), elapsed(), posted()]) {
      const turn = turnOf(input);
      expect(answerOf(bot, turn)).toMatchObject({ message: null, replies: [], final: true, session: turn.session });
    }
  });
});

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

const leads = (next: unknown) => dialog('start', text('a', { next }), text('b'));

describe('next actions:', () => {
  test('next, and the end of the dialog', () => {
    const talk = new Talk(botOf([leads('next')]));
    expect(talk.hear('start')).toEqual(['a.', 'b.']);
    expect(talk.session).toMatchObject({ stack: [], waiting: null });
  });

  test('end stops the flow', () => {
    expect(new Talk(botOf([leads('end')])).hear('start')).toEqual(['a.']);
  });

  test('end does not return to an earlier dialog', () => {
    const talk = new Talk(
      botOf([dialog('start', question('ask', { rules: [rule('x')] })), dialog('b', text('b', { next: 'end' }))]),
    );
    talk.hear('start');
    expect(talk.hear('b')).toEqual(['b.']);
    expect(talk.session).toMatchObject({ stack: [], waiting: null });
  });

  test('close dialog and close conversation close the conversation', () => {
    for (const next of ['close_dialog', 'close_conversation']) {
      const talk = new Talk(botOf([leads(next)]));
      expect(talk.hear('start')).toEqual(['a.']);
      expect(talk.last).toMatchObject({ leaves: 'closed', session: { stack: [], waiting: null } });
    }
  });

  test('an interaction of any dialog', () => {
    const bot = botOf([leads({ interaction: 'd' }), dialog('other', text('c'), text('d'))]);
    expect(new Talk(bot).hear('start')).toEqual(['a.', 'd.', 'b.']);
  });

  test('a dialog, which returns to where it was called from', () => {
    const bot = botOf([leads({ dialog: 'other' }), dialog('other', question('c'), text('d'))]);
    const talk = new Talk(bot);
    expect(talk.hear('start')).toEqual(['a.', 'c?']);
    expect(talk.hear('x')).toEqual(['d.', 'b.']);
  });

  test('a dialog that an answer leads to returns behind the question', () => {
    const rules = [rule('more', { next: { dialog: 'other' } })];
    const bot = botOf([dialog('start', question('ask', { rules }), text('b')), dialog('other', text('c'))]);
    const talk = new Talk(bot);
    talk.hear('start');
    expect(talk.hear('more')).toEqual(['c.', 'b.']);
  });

  test('so does a dialog that a question leads to when it gives up', () => {
    const ask = question('ask', { rules: [rule('yes')], maxReasks: 0, giveUp: { dialog: 'other' } });
    const talk = new Talk(botOf([dialog('start', ask, text('b')), dialog('other', text('c'))]));
    talk.hear('start');
    expect(talk.hear('x')).toEqual(['Pardon?', 'c.', 'b.']);
  });

  test('going to an interaction of a dialog that has begun returns to it', () => {
    const bot = botOf([
      dialog('menu', question('choose', { rules: [rule('pay', { next: { dialog: 'paying' } })] })),
      dialog('paying', question('how', { rules: [rule('back', { next: { interaction: 'choose' } })] })),
    ]);
    const talk = new Talk(bot);
    talk.hear('menu');
    talk.hear('pay');
    expect(talk.hear('back')).toEqual(['choose?']);
    expect(talk.session.stack).toHaveLength(1);
  });
});

const asks = (name: string) => dialog(name, question(`${name} q`, { rules: [rule('ok')] }));

describe('the stack:', () => {
  test('several dialogs deep, each returns to the one before', () => {
    const talk = new Talk(botOf([asks('a'), asks('b'), asks('c')]));
    talk.hear('a');
    talk.hear('b');
    expect(talk.hear('c')).toEqual(['c q?']);
    expect(talk.session.stack.map((frame) => frame.dialog)).toEqual(['a', 'b', 'c']);
    expect(talk.hear('ok')).toEqual(['b q?']);
    expect(talk.hear('ok')).toEqual(['a q?']);
    expect(talk.hear('ok')).toEqual([]);
    expect(talk.session.stack).toEqual([]);
  });

  test('a dialog that begins again begins afresh, and stands on the stack once', () => {
    const talk = new Talk(botOf([asks('a'), asks('b')]));
    for (const words of ['a', 'b', 'a', 'b', 'a']) talk.hear(words);
    expect(talk.session.stack.map((frame) => frame.dialog)).toEqual(['b', 'a']);
  });

  test('who leaves the Fallback dialog for another one does not come back to it', () => {
    const talk = new Talk(botOf([asks('a'), asks('b'), fallback(question('which', { rules: [rule('x')] }))]));
    talk.hear('a');
    expect(talk.hear('what')).toEqual(['which?']);
    expect(talk.hear('b')).toEqual(['b q?']);
    expect(talk.hear('ok')).toEqual(['a q?']);
  });

  test('within the Fallback dialog the text of the bot is the last resort', () => {
    const talk = new Talk(botOf([fallback(question('which', { rules: [rule('x')] }))]));
    talk.hear('what');
    expect(talk.hear('what')).toEqual(['Pardon?', 'which?']);
  });

  test('a place that the bot does not have is left, and noted', () => {
    const talk = new Talk(botOf([asks('a')]), { stack: [{ dialog: 'old', interaction: 'gone' }] });
    expect(talk.hear('a')).toEqual(['a q?']);
    expect(talk.last?.notes).toEqual(['the session stood in old, which this version of the bot does not have']);
  });
});

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

const row = (...rest: string[]) => new Talk(botOf([dialog('start', ...rest.map((name) => text(name)))]));

describe('circles:', () => {
  test('10 interactions in a row are said, an 11th is not', () => {
    const names = Array.from({ length: limits.interactionsInARow + 1 }, (_, number) => `${number}`);
    expect(row(...names.slice(1)).hear('start')).toHaveLength(10);
    const talk = row(...names);
    expect(talk.hear('start')).toEqual([...names.slice(0, 10).map((name) => `${name}.`), 'Error.']);
    expect(talk.last?.notes).toEqual([
      expect.stringContaining('stopped after 10 interactions without a question: "0" →'),
    ]);
  });

  test('a question ends the row', () => {
    const names = Array.from({ length: limits.interactionsInARow }, (_, number) => text(`${number}`));
    expect(new Talk(botOf([dialog('start', ...names, question('q'))])).hear('start').at(-1)).toBe('q?');
  });

  test('a circle of interactions is cut, named, and left for good', () => {
    const talk = new Talk(botOf([dialog('start', text('a'), text('b', { next: { interaction: 'a' } }))]));
    expect(talk.hear('start').at(-1)).toBe('Error.');
    expect(talk.last).toMatchObject({
      failed: false,
      notes: ['stopped after 10 interactions without a question: "a" → "b" → "a"'],
      session: { stack: [], waiting: null },
    });
  });

  test('a circle of dialogs too', () => {
    const bot = botOf([
      dialog('a', text('in a', { next: { dialog: 'b' } })),
      dialog('b', text('in b', { next: { dialog: 'a' } })),
    ]);
    const talk = new Talk(bot);
    expect(talk.hear('a')).toEqual(['in a.', 'in b.', 'in a.', 'in b.', 'in a.', 'in b.', 'Error.']);
    expect(talk.last?.notes).toEqual(
      ['stopped after 5 changes of dialog: "b" → "a" → "b"'].map(() => expect.stringMatching(/"a" → "b" → "a"$/)),
    );
  });
});

describe('failing:', () => {
  const big = botOf([dialog('big', text('many', { text: '{$webView.x}'.repeat(3) })), dialog('ask', question('q'))]);

  test('too many replies: the error text, and the session as it was', () => {
    const talk = new Talk(big, { webView: { x: 'word '.repeat(10_000) } });
    talk.hear('ask');
    const before = talk.session;
    const turn = turnOf(said('x'), { turn: 2, session: { ...before, stack: [], waiting: null } });
    const answered = answerOf(big, { ...turn, input: said('big') });
    expect(answered).toMatchObject({ failed: true, final: true, leaves: 'open', session: turn.session });
    expect(textsOf(answered)).toEqual(['Error.']);
    expect(answered.notes).toEqual([expect.stringMatching(/^the replies would have \d+ bytes, more than 131072$/)]);
    expect(answered.message?.text).toBe('big');
  });

  test('too large a session', () => {
    const set = [{ name: 'y', value: '{$webView.x}' }];
    const bot = botOf([dialog('ask', question('q', { rules: [rule('yes', { set })] }))]);
    const talk = new Talk(bot, { webView: { x: 'x'.repeat(200_000) } });
    talk.hear('ask');
    const before = talk.session;
    expect(talk.hear('yes')).toEqual(['Error.']);
    expect(talk.last).toMatchObject({ failed: true, notes: [expect.stringContaining('the session would have')] });
    expect(talk.session).toEqual(before);
  });

  test('whatever is thrown', () => {
    const session = { ...freshSession, stack: [{ dialog: 'ask', interaction: 'q', missed: 'many' }] };
    const answered = answerOf(big, turnOf(said('x'), { session }));
    expect(answered).toMatchObject({ failed: true, session });
    expect(textsOf(answered)).toEqual(['Error.']);
  });
});

describe('ids and bounds:', () => {
  test('replies are named by turn, step, visit and place in the step', () => {
    const bot = botOf(
      [dialog('a', text('long', { text: 'one two '.repeat(20) }), question('q', { rules: [rule('y')] }))],
      {
        splitChars: 100,
      },
    );
    const talk = new Talk(bot);
    talk.hear('a');
    expect(talk.last?.replies.map(({ id }) => id)).toEqual(['1:long:1:1', '1:long:1:2', '1:q:1:1']);
    talk.hear('x');
    expect(talk.last?.replies.map(({ id }) => id)).toEqual(['2::1:1', '2:q:2:1']);
  });

  test('an unresolved placeholder is nothing, and noted once', () => {
    const talk = new Talk(botOf([dialog('a', text('t', { text: 'Hi {$botContext.x}{$botContext.x}{$nonsense}!' }))]));
    expect(talk.hear('a')).toEqual(['Hi !']);
    expect(talk.last?.notes).toEqual(['nothing is known of {$botContext.x}', 'nothing is known of {$nonsense}']);
  });

  test('a text of which nothing is left is not said', () => {
    expect(new Talk(botOf([dialog('a', text('t', { text: ' {$botContext.x} ' }))])).hear('a')).toEqual([]);
  });

  test('the turn that is answered is left as it is', () => {
    const bot = botOf([dialog('a', question('q', { rules: [rule('y', { set: [{ name: 'x', value: 1 }] })] }))]);
    const talk = new Talk(bot);
    talk.hear('a');
    const turn = turnOf(said('y'), { turn: 2, session: talk.session });
    const before = structuredClone(turn);
    const first = answerOf(bot, turn);
    expect(turn).toEqual(before);
    expect(answerOf(bot, turn)).toEqual(first);
  });

  test('what a newer service put into the session stays in it', () => {
    const talk = new Talk(botOf([dialog('a', text('t'))]), { novelty: { x: 1 } });
    talk.hear('a');
    expect(talk.session['novelty']).toEqual({ x: 1 });
  });
});

test('a session on a version that is gone begins afresh, with what has just been posted', () => {
  const bot = botOf([dialog('paid', text('thanks', { text: '{$webView.id}{$webView.old}{$botContext.x}' }))]);
  const session = { ...freshSession, number: 3, version: 9, webView: { old: 1, id: 7 }, variables: { x: 1 } };
  const answered = answerOf(bot, turnOf(posted('paid', { variables: { id: 7, old: null } }), { session }));
  expect(textsOf(answered)).toEqual(['7']);
  expect(answered.session).toMatchObject({ number: 4, version: 1, startedAt: 5, webView: { id: 7 }, variables: {} });
});
