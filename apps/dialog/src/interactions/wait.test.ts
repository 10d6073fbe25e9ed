import { describe, expect, test } from 'vitest';
import { botOf, dialog, elapsed, posted, question, rule, Talk, text } from '../bot.fixture.ts';

const wait = (more: object = {}) => ({
  name: 'wait',
  type: 'wait',
  for: { endpoint: 'paid' },
  text: 'Please pay.',
  timeoutMs: 60_000,
  onTimeout: { interaction: 'too late' },
  ...more,
});
const bot = (more?: object) =>
  botOf([
    dialog('start', wait(more), text('thanks', { next: 'end' }), text('too late')),
    dialog('ask', question('q', { rules: [rule('ok')] })),
    dialog('other', text('in other')),
    dialog('refund', text('refunded')),
  ]);
const waiting = (more?: object) => {
  const talk = new Talk(bot(more));
  expect(talk.hear('start')).toEqual(['Please pay.']);
  return talk;
};
const paid = (more: object = {}) => posted(undefined, { endpoint: 'paid', ...more });

test('a wait step says its text, and waits for what it names, so long', () => {
  expect(waiting().session.waiting).toEqual({ id: '1:wait:1', kind: 'wait', for: 'endpoint:paid', ms: 60_000 });
  expect(waiting({ timeoutMs: undefined }).session.waiting).toEqual({
    id: '1:wait:1',
    kind: 'wait',
    for: 'endpoint:paid',
  });
});

test('below its text stand its buttons, which lead to the page that posts; what is tapped does not end the wait', () => {
  const buttons = [
    { type: 'url', label: 'Pay', url: 'https://pay.example/?c={$conversationId}', target: 'slideout' },
    { type: 'url', label: 'Nowhere', url: '{$webView.nothing}' },
    { type: 'postback', label: 'Other' },
  ];
  const talk = waiting({ buttons });
  expect(talk.replies).toMatchObject([
    {
      type: 'text',
      text: 'Please pay.',
      buttons: [
        { type: 'url', label: 'Pay', url: 'https://pay.example/?c=c', target: 'slideout' },
        { type: 'postback', label: 'Other', payload: 'Other' },
      ],
    },
  ]);
  expect(talk.hear('other')).toEqual(['in other.']);
  expect(talk.hear(paid())).toEqual(['thanks.']);
  expect(waiting().replies[0]).not.toHaveProperty('buttons');
});

test('the post leads on', () => {
  const talk = waiting();
  expect(talk.hear(paid())).toEqual(['thanks.']);
  expect(talk.session).toMatchObject({ waiting: null, stack: [] });
});

test('so does a web view post: any, or one with the variable', () => {
  const post = posted(undefined, { variables: { PaymentStatus: 'PROCESSED' } });
  expect(waiting({ for: { webView: true } }).hear(post)).toEqual(['thanks.']);
  expect(waiting({ for: { webView: 'PaymentStatus' } }).hear(post)).toEqual(['thanks.']);
  expect(waiting({ for: { webView: 'Other' } }).hear(post)).toEqual([]);
});

test('a message with the post it waits for is shown, and not heard besides', () => {
  const talk = waiting();
  expect(talk.hear(posted('other', { endpoint: 'paid' }))).toEqual(['thanks.']);
  expect(talk.last?.message).toMatchObject({ text: 'other' });
});

test('its own post goes on with the step, also where the endpoint leads elsewhere', () => {
  expect(waiting().hear(paid({ target: { dialog: 'refund' } }))).toEqual(['thanks.']);
});

test('in vain, it takes the branch of the time-out', () => {
  const talk = waiting();
  expect(talk.hear(elapsed('1:wait:1'))).toEqual(['too late.']);
  expect(talk.session).toMatchObject({ waiting: null, stack: [] });
});

test('the time-out of something else changes nothing', () => {
  const talk = waiting();
  const before = talk.session;
  expect(talk.hear(elapsed('1:other:1'))).toEqual([]);
  expect(talk.session).toEqual(before);
});

describe('meanwhile:', () => {
  test('words that nothing takes leave it waiting, under the same name and no longer', () => {
    const talk = waiting();
    expect(talk.hear({ ...posted('hello'), at: 20_005 })).toEqual(['Pardon?']);
    expect(talk.session.waiting).toEqual({ id: '1:wait:1', kind: 'wait', for: 'endpoint:paid', ms: 40_000 });
    expect(talk.hear(paid())).toEqual(['thanks.']);
  });

  test('a dialog comes between and it waits again, without saying so', () => {
    const talk = waiting();
    expect(talk.hear('other')).toEqual(['in other.']);
    expect(talk.session.waiting).toEqual({ id: '1:wait:1', kind: 'wait', for: 'endpoint:paid', ms: 60_000 });
    expect(talk.hear(elapsed('1:wait:1'))).toEqual(['too late.']);
  });

  test('what came while a question stood on top of it counts when it is its turn again', () => {
    const talk = waiting();
    expect(talk.hear('ask')).toEqual(['q?']);
    // Nobody had to answer it, and session has noted it.
    talk.session = { ...talk.session, arrived: { 'endpoint:paid': 'i7' } };
    expect(talk.hear('ok')).toEqual(['thanks.']);
    expect(talk.session.arrived).toBeUndefined();
  });

  test('a wait whose time is over when it is its turn again ends at once', () => {
    const talk = waiting();
    talk.hear('ask');
    expect(talk.hear({ ...posted('ok'), at: 99_999 })).toEqual([]);
    expect(talk.session.waiting).toMatchObject({ id: '3:wait:1', ms: 1 });
  });

  test('another post leads where its endpoint leads, and it waits again', () => {
    const talk = waiting();
    expect(talk.hear(posted(undefined, { endpoint: 'refund', target: { dialog: 'refund' } }))).toEqual(['refunded.']);
    expect(talk.session.waiting?.id).toBe('1:wait:1');
  });
});

describe('early arrival:', () => {
  test('a post that came before the step was reached leads on at once, and nothing is said', () => {
    const talk = new Talk(bot(), { arrived: { 'endpoint:paid': 'i1', 'endpoint:else': 'i2' } });
    expect(talk.hear('start')).toEqual(['thanks.']);
    expect(talk.session.arrived).toEqual({ 'endpoint:else': 'i2' });
  });

  test('one post satisfies one step, whatever it is named by', () => {
    const both = botOf([
      dialog(
        'start',
        wait({ name: 'a', for: { webView: 'x' }, onTimeout: 'end' }),
        wait({ name: 'b', for: { webView: true }, text: 'And b?', onTimeout: 'end' }),
      ),
    ]);
    const talk = new Talk(both, { arrived: { webview: 'i1', 'webview:x': 'i1' } });
    expect(talk.hear('start')).toEqual(['And b?']);
  });

  test('each time the step is come to, it waits anew', () => {
    const talk = waiting();
    talk.hear(paid());
    expect(talk.hear('start')).toEqual(['Please pay.']);
    expect(talk.session.waiting?.id).toBe('3:wait:1');
  });
});
