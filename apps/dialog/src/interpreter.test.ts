import { describe, expect, test } from 'vitest';
import {
  answerOf,
  botOf,
  dialog,
  elapsed,
  freshSession,
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

  const fillTooMuch = 'the values that this turn fills in would have more than 4194304 characters';

  test('a value that is filled into itself again and again', () => {
    const set = [{ name: 'a', value: 'x' }, ...Array.from({ length: 24 }, () => ({ name: 'a', value: '{$.a}{$.a}' }))];
    const bot = botOf([dialog('ask', question('q', { rules: [rule('yes', { set })] }))]);
    const talk = new Talk(bot);
    talk.hear('ask');
    const before = talk.session;
    expect(talk.hear('yes')).toEqual(['Error.']);
    expect(talk.last).toMatchObject({ failed: true, notes: [fillTooMuch] });
    expect(talk.session).toEqual(before);
  });

  test('more regular expressions than a turn has time for', () => {
    const expression = '^y.{0,990}';
    const talkOf = (rules: number) => {
      const all = Array.from({ length: rules }, () => ({ type: 'regex', expression }));
      const talk = new Talk(botOf([dialog('ask', question('q', { rules: all }))]));
      talk.hear('ask');
      return talk;
    };
    expect(talkOf(12).hear('x'.repeat(4000))).toEqual(['Pardon?', 'q?']);
    const talk = talkOf(13);
    expect(talk.hear('x'.repeat(4000))).toEqual(['Error.']);
    expect(talk.notes).toEqual(['the regular expressions of this turn would take more than 100000000 steps']);
    expect(talk.hear('x'.repeat(100))).toEqual(['Pardon?', 'q?']);
  });

  test('a value that becomes a part of itself until it is too deep', () => {
    const set = Array.from({ length: 51 }, () => ({ name: 'a', value: ['{$.a}'] }));
    const bot = botOf([
      dialog('ask', question('q', { rules: [rule('yes', { set }), rule('less', { set: set.slice(1) })] })),
    ]);
    const talk = new Talk(bot);
    talk.hear('ask');
    expect(talk.hear('less')).toEqual([]);
    talk.hear('ask');
    expect(talk.hear('yes')).toEqual(['Error.']);
    expect(talk.notes).toEqual(['objects and lists of the variable "a" would lie more than 50 deep in each other']);
  });

  test('a large value that is filled in everywhere, as a text or as what it is', () => {
    const often = Array<string>(50).fill('{$webView.x}');
    for (const content of [often.join(' '), often]) {
      const talk = new Talk(botOf([dialog('all', { name: 'u', type: 'universal', content })]), {
        webView: { x: Array(1000).fill('x'.repeat(100)) },
      });
      talk.hear('all');
      expect(talk.last).toMatchObject({ failed: true, notes: [fillTooMuch] });
    }
  });

  test('the error text is said as any other: with tags, in pieces, and as a command not at all', () => {
    const failing = (errorText: string) => {
      const session = { ...freshSession, stack: [{ dialog: 'ask', interaction: 'q', missed: 'many' }] };
      return answerOf(botOf([dialog('ask', question('q'))], { errorText }), turnOf(said('x'), { session })).replies;
    };
    expect(failing('<b>Sorry</b>, {$botContext.name}')).toEqual([
      { id: '1::failed', type: 'text', text: 'Sorry,', html: '<b>Sorry</b>, ' },
    ]);
    expect(failing('a tag::breakWithDelay=5 b')).toMatchObject([
      { id: '1::failed', text: 'a' },
      { id: '1::failed:2', text: 'b', delayMs: 5 },
    ]);
    for (const command of ['BLANK_MESSAGE', 'LP_CLOSECONVERSATION']) expect(failing(command)).toEqual([]);
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
