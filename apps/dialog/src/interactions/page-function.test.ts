import { describe, expect, test } from 'vitest';
import { botOf, dialog, elapsed, question, returned, rule, said, Talk, text } from '../bot.fixture.ts';

const call = (more: object = {}) => ({
  name: 'call',
  type: 'page_function',
  function: 'askCart',
  param: { who: '{$attributes.firstname}', deep: { of: ['{$userMessage}'] } },
  attribute: 'cart',
  onError: { interaction: 'failed' },
  ...more,
});
const show = text('show', { text: 'cart {$botContext.cart.count}', next: 'end' });
const calling = (more?: object, ...others: object[]) => {
  const talk = new Talk(
    botOf([dialog('start', call(more), show, text('failed', { next: 'end' }), text('slow')), ...others]),
  );
  talk.hear('start');
  return talk;
};

test('the page is called with the ids in both spellings, and everything waits for it', () => {
  const talk = calling();
  expect(talk.replies).toEqual([
    {
      id: '1:call:1:1',
      type: 'page_call',
      callId: '1:page',
      function: 'askCart',
      timeoutMs: 3000,
      param: { who: 'Ada', deep: { of: ['start'] }, session_id: 'c', chatbot_id: 'b', sessionId: 'c', botId: 'b' },
    },
  ]);
  expect(talk.session.waiting).toEqual({ id: '1:page', kind: 'page', for: '1:page', ms: 3000 });
});

test('a value can not take the place of the ids', () => {
  expect(calling({ param: { sessionId: 'mine', chatbot_id: 'mine' } }).replies).toMatchObject([
    { param: { session_id: 'c', chatbot_id: 'b', sessionId: 'c', botId: 'b' } },
  ]);
});

test('what it returns is kept, and leads on', () => {
  const talk = calling();
  expect(talk.hear(returned('1:page', { value: { count: 3 } }))).toEqual(['cart 3']);
  expect(talk.session).toMatchObject({ waiting: null, stack: [], variables: { cart: { count: 3 } } });
  expect(talk.session['kept']).toBeUndefined();
});

test('nothing returned is null', () => {
  const talk = calling();
  talk.hear(returned('1:page'));
  expect(talk.session.variables).toEqual({ cart: null });
});

test('an error takes its branch, and is noted', () => {
  const talk = calling();
  expect(talk.hear(returned('1:page', { error: 'there is no chatbot.askCart' }))).toEqual(['failed.']);
  expect(talk.notes).toEqual(['call: the page function failed: there is no chatbot.askCart']);
});

test('no answer in time takes the branch of the time-out, else that of the error', () => {
  const slow = calling({ onTimeout: { interaction: 'slow' } });
  expect(slow.hear(elapsed('1:page'))).toEqual(['slow.']);
  expect(slow.notes).toEqual(['call: the page did not answer in time']);
  expect(calling().hear(elapsed('1:page'))).toEqual(['failed.']);
});

test('a result or a time-out of another call changes nothing', () => {
  for (const input of [returned('0:page', { value: 1 }), elapsed('0:page')]) {
    const talk = calling();
    const before = talk.session;
    expect(talk.hear(input)).toEqual([]);
    expect(talk.session).toEqual(before);
    expect(talk.hear(returned('1:page', { value: { count: 1 } }))).toEqual(['cart 1']);
  }
});

test('a result that comes twice is heard once', () => {
  const talk = calling();
  talk.hear(returned('1:page', { value: { count: 3 } }));
  expect(talk.hear(returned('1:page', { value: { count: 4 } }))).toEqual([]);
  expect(talk.session.variables).toEqual({ cart: { count: 3 } });
});

test('a step that a failed turn has used up takes its error branch when it is its turn again', () => {
  const talk = calling({}, dialog('other', text('in other')));
  talk.session = { ...talk.session, waiting: null };
  expect(talk.hear('other')).toEqual(['in other.', 'failed.']);
});

describe('a turn goes on over the page:', () => {
  const plain = (more: object = {}) => call({ onError: 'next', ...more });
  const set = [
    { name: 'a', value: 'asked', scope: 'request' },
    { name: 'd', value: 'in dialog', scope: 'dialog' },
  ];
  const ask = question('ask', { rules: [rule('yes', { set })] });
  const after = text('after', { text: '{$botContext.a}/{$botContext.d}/{$userMessage}/{$quickReplyPayload}' });
  const bot = botOf([
    dialog('start', ask, plain(), after, question('more'), text('last', { text: '[{$botContext.a}]' })),
  ]);

  test('variables of the request, the words and the payload are still there; afterwards they end', () => {
    const talk = new Talk(bot);
    talk.hear('start');
    talk.hear(said('yes', { label: 'Yes!' }));
    expect(talk.hear(returned('2:page'))).toEqual(['asked/in dialog/yes/yes', 'more?']);
    expect(talk.hear('x')).toEqual(['[]']);
  });

  test('a time-out goes on with it as well', () => {
    const talk = new Talk(botOf([dialog('start', ask, plain(), after)]));
    talk.hear('start');
    talk.hear('yes');
    expect(talk.hear(elapsed('2:page'))).toEqual(['asked/in dialog/yes/']);
  });

  test('a circle over the page is cut', () => {
    const talk = new Talk(botOf([dialog('start', text('a'), plain({ next: { interaction: 'a' } }))]));
    const texts = talk.hear('start');
    while (talk.session.waiting) texts.push(...talk.hear(returned(talk.session.waiting.id)));
    expect(talk.turn).toBe(6);
    expect(texts.filter((one) => one === 'a.')).toHaveLength(5);
    expect(texts.at(-1)).toBe('Error.');
    expect(talk.notes).toEqual(['stopped after 10 interactions without a question: "a" → "call" → "a"']);
  });

  test('so is a circle of dialogs', () => {
    const bot = botOf([
      dialog('a', plain({ next: { dialog: 'b' } })),
      dialog('b', text('in b', { next: { dialog: 'a' } })),
    ]);
    const talk = new Talk(bot);
    talk.hear('a');
    while (talk.session.waiting && talk.turn < 50) talk.hear(returned(talk.session.waiting.id));
    expect(talk.turn).toBeLessThan(10);
    expect(talk.notes).toEqual([expect.stringContaining('stopped after 5 changes of dialog')]);
  });

  test('what the person says afterwards counts anew', () => {
    const talk = new Talk(
      botOf([
        dialog(
          'start',
          plain(),
          question('q', { rules: [rule('x', { next: { interaction: 'call' } })] }),
          text('failed'),
        ),
      ]),
    );
    talk.hear('start');
    for (let times = 0; times < 15; times += 1) {
      expect(talk.hear(returned(talk.session.waiting?.id))).toEqual(['q?']);
      expect(talk.hear('x')).toEqual([undefined]);
    }
  });
});
