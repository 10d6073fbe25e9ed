import { limits } from '@backchannel/contracts';
import { describe, expect, test } from 'vitest';
import { botOf, dialog, fallback, question, rule, Talk, text } from './bot.fixture.ts';

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

describe('what leads back:', () => {
  const asking = dialog('ask', question('q', { rules: [rule('ok')] }), text('behind'));

  test('previous ends the dialog, and the one that it interrupted goes on', () => {
    const talk = new Talk(botOf([asking, dialog('b', text('in b', { next: 'previous' }), text('never'))]));
    talk.hear('ask');
    expect(talk.hear('b')).toEqual(['in b.', 'q?']);
  });

  test('without one there is nothing to go on with', () => {
    const talk = new Talk(botOf([dialog('b', text('in b', { next: 'previous' }), text('never'))]));
    expect(talk.hear('b')).toEqual(['in b.']);
    expect(talk.session).toMatchObject({ stack: [], waiting: null });
  });

  test('skipPreviousDialog keeps a dialog that ends from returning', () => {
    for (const skip of ['true', true]) {
      for (const next of ['next', 'previous']) {
        const bot = botOf([asking, dialog('b', text('in b', { next }))]);
        const talk = new Talk(bot, { variables: { skipPreviousDialog: skip } });
        talk.hear('ask');
        expect(talk.hear('b')).toEqual(['in b.']);
        expect(talk.session).toMatchObject({ stack: [], waiting: null });
      }
    }
  });

  test('until it is false again', () => {
    const talk = new Talk(botOf([asking, dialog('b', text('in b'))]), { variables: { skipPreviousDialog: 'false' } });
    talk.hear('ask');
    expect(talk.hear('b')).toEqual(['in b.', 'q?']);
  });
});

describe('what is switched off:', () => {
  const off = { enabled: false };

  test('an interaction is passed by, also at the beginning and the end', () => {
    const talk = new Talk(
      botOf([dialog('start', text('a', off), text('b'), text('c', off), text('d'), text('e', off))]),
    );
    expect(talk.hear('start')).toEqual(['b.', 'd.']);
  });

  test('a dialog of nothing else does nothing', () => {
    const talk = new Talk(botOf([dialog('start', text('a', off))]));
    expect(talk.hear('start')).toEqual([]);
    expect(talk.session).toMatchObject({ stack: [], waiting: null });
  });

  test('a dialog does not start', () => {
    expect(new Talk(botOf([{ ...dialog('start', text('a')), ...off }, dialog('b', text('b'))])).hear('start')).toEqual([
      'Pardon?',
    ]);
  });
});
