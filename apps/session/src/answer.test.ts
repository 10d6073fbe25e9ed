import { limits, TurnAnswered } from '@backchannel/contracts';
import { describe, expect, test } from 'vitest';
import { Told } from './session.fixture.ts';
import { failedAnswer } from './turn.ts';

const busy = () => {
  const told = Told.quiet();
  const { inputId } = told.user('hello');
  return { told, inputId };
};

test('a final answer finishes the turn, keeps the session and tells the outcome', () => {
  const { told, inputId } = busy();
  const { outcomes } = told.answer({ remembers: { variables: { name: 'Ada' } } });
  expect(told.state).toMatchObject({ turn: 2, open: null, session: { variables: { name: 'Ada' } } });
  expect(outcomes).toMatchObject([{ inputId, outcome: 'answered', turn: 2 }]);
});

test('an answer lets waiting inputs in, up to the next that needs the bot', () => {
  const { told } = busy();
  told.post({ a: 1 });
  told.post({ a: 2 }, 'paid');
  told.post({ a: 3 });
  const { turns, outcomes } = told.answer();
  expect(turns).toMatchObject([{ type: 'turn.opened', data: { turn: 3, input: { message: 'paid' } } }]);
  expect(outcomes.map((outcome) => 'outcome' in outcome && outcome.outcome)).toEqual(['answered', 'applied']);
  expect(told.variables).toEqual({ a: 2 });
  expect(told.state.waiting).toMatchObject({ queue: 1 });
});

test('of two answers to a turn the first counts', () => {
  const { told } = busy();
  told.answer({ remembers: { variables: { name: 'Ada' } } });
  const after = told.state;
  expect(told.answer({ turn: 2, remembers: { variables: { name: 'Bob' } } }).events).toEqual([]);
  expect(told.state).toEqual(after);
});

test('an answer to a turn that is still to come is not heeded', () => {
  const { told } = busy();
  const before = told.state;
  told.answer({ turn: 3 });
  expect(told.state).toEqual(before);
});

test('a part of an answer leaves the turn open', () => {
  const { told } = busy();
  const before = told.state;
  expect(told.answer({ final: false, session: null }).events).toEqual([]);
  expect(told.state).toEqual(before);
});

test('an answer that nobody can read still finishes its turn, as failed', () => {
  const { told, inputId } = busy();
  const { conversation, session } = told.state;
  if (!conversation) throw new Error('no conversation');
  const answered = TurnAnswered(
    { turn: 2, inputId, message: null, replies: [], final: true, failed: false, leaves: 'open', session, conversation },
    { time: told.now },
  );
  expect(told.hear(answered, 'unreadable').outcomes).toMatchObject([{ inputId, outcome: 'failed' }]);
  expect(told.state).toMatchObject({ turn: 2, open: null, session });
});

test('a turn that nobody answers is answered as failed, with everything as it was', () => {
  const { told, inputId } = busy();
  const before = told.state.session;
  const failed = failedAnswer(told.state, 'Sorry.', told.now);
  if (!failed) throw new Error('no answer');
  expect(failed.data).toMatchObject({ turn: 2, failed: true, final: true, message: { from: 'user', text: 'hello' } });
  expect(told.hear(failed).outcomes).toMatchObject([{ inputId, outcome: 'failed', turn: 2 }]);
  expect(told.state.session).toEqual(before);
});

test('closing is a turn that session answers itself, and acts on when it reads it', () => {
  const told = Told.quiet();
  const said = told.say('closed', {});
  expect(said.turns).toMatchObject([
    { type: 'turn.answered', data: { turn: 2, leaves: 'closed', replies: [], final: true } },
  ]);
  expect(told.state.status).toBe('open');
  expect(told.readBack(said).outcomes).toMatchObject([{ inputId: said.inputId, outcome: 'answered' }]);
  expect(told.state.status).toBe('closed');
  expect(told.user('hello?').outcomes).toMatchObject([{ outcome: 'rejected', code: 'conversation_closed' }]);
});

test('what waits behind a close is rejected', () => {
  const { told } = busy();
  told.say('closed', {});
  told.post({ a: 1 });
  const closing = told.answer();
  expect(closing.turns).toMatchObject([{ data: { leaves: 'closed' } }]);
  expect(told.readBack(closing).outcomes).toMatchObject([{ outcome: 'answered' }, { code: 'conversation_closed' }]);
});

test('the bot may close the conversation', () => {
  const { told } = busy();
  told.answer({ leaves: 'closed' });
  expect(told.state.status).toBe('closed');
  expect(told.deadline('idle')).toBeUndefined();
});

test('an erased conversation keeps its number and nothing of the person, even when it was closed before', () => {
  const told = Told.quiet();
  told.post({ secret: 'x' });
  told.readBack(told.say('closed', {}));
  told.readBack(told.say('erased', {}));
  expect(told.state).toMatchObject({ status: 'erased', turn: 3, session: null, conversation: null });
  expect(JSON.stringify(told.state)).not.toMatch(/secret|"ada"/);
  expect(told.user('hello?').outcomes).toMatchObject([{ code: 'conversation_unknown' }]);
});

test('while a conversation is transferred session answers, with no replies', () => {
  const { told } = busy();
  told.answer({ leaves: 'transferred' });
  const said = told.user('is somebody there?');
  expect(said.turns).toMatchObject([
    {
      type: 'turn.answered',
      data: { turn: 3, leaves: 'transferred', replies: [], message: { text: 'is somebody there?' } },
    },
  ]);
  told.readBack(said);
  expect(told.post({ a: 1 }).outcomes).toMatchObject([{ outcome: 'applied' }]);
});

describe('a transferred conversation is resumed:', () => {
  const away = () => {
    const { told } = busy();
    told.answer({ leaves: 'transferred', remembers: { waiting: { id: 'q', kind: 'question', for: 'ask' } } });
    return told;
  };

  test('a turn that session answers itself, and acts on when it reads it', () => {
    const told = away();
    const resumed = told.say('resumed', {});
    expect(resumed.turns).toMatchObject([
      { type: 'turn.answered', data: { turn: 3, leaves: 'open', replies: [], message: null, failed: false } },
    ]);
    expect(told.state.status).toBe('transferred');
    expect(told.readBack(resumed).outcomes).toMatchObject([{ inputId: resumed.inputId, outcome: 'answered' }]);
    expect(told.state).toMatchObject({ status: 'open', session: { waiting: { id: 'q' } } });
  });

  test('what comes behind it is heard by the bot', () => {
    const told = away();
    const resumed = told.say('resumed', {});
    told.user('hello again');
    expect(told.readBack(resumed).turns).toMatchObject([{ type: 'turn.opened', data: { turn: 4 } }]);
  });

  test('with a message the bot is asked, and it stays transferred until that is answered', () => {
    const told = away();
    const { turns, inputId } = told.say('resumed', { message: 'survey' });
    expect(turns).toMatchObject([{ type: 'turn.opened', data: { turn: 3, input: { message: 'survey' } } }]);
    expect(told.state.status).toBe('transferred');
    expect(told.answer().outcomes).toMatchObject([{ inputId, outcome: 'answered', turn: 3 }]);
    expect(told.state.status).toBe('open');
  });

  test('also when the bot fails to answer that', () => {
    const told = away();
    told.say('resumed', { message: 'survey' });
    const failed = failedAnswer(told.state, 'Sorry.', told.now);
    if (!failed) throw new Error('no answer');
    expect(failed.data).toMatchObject({ failed: true, leaves: 'open' });
    told.hear(failed);
    expect(told.state.status).toBe('open');
  });

  test('but not by an answer that nobody can read', () => {
    const told = away();
    const resumed = told.say('resumed', {});
    const own = resumed.turns[0];
    if (!own) throw new Error('no answer');
    expect(told.hear(own, 'unreadable').outcomes).toMatchObject([{ outcome: 'failed' }]);
    expect(told.state.status).toBe('transferred');
  });

  test('after a long time in a new session', () => {
    const told = away().later(limits.sessionMs + 1);
    told.readBack(told.say('resumed', {}));
    expect(told.state).toMatchObject({ status: 'open', session: { number: 2, waiting: null } });
  });

  test('one that is with the bot already stays as it is, and one that has ended stays so', () => {
    const told = Told.quiet();
    expect(told.say('resumed', { message: 'survey' })).toMatchObject({
      turns: [],
      outcomes: [{ outcome: 'applied', note: 'not_transferred' }],
    });
    told.readBack(told.say('closed', {}));
    expect(told.say('resumed', {}).outcomes).toMatchObject([{ outcome: 'rejected', code: 'conversation_closed' }]);
  });
});

const paging = () => {
  const { told } = busy();
  told.answer({ remembers: { waiting: { id: 'c1', kind: 'page', for: 'shareSession', ms: 3000 } } });
  return told;
};

test('while a page works for the bot everything but its result waits', () => {
  const told = paging();
  expect(told.post({ a: 1 }).outcomes).toEqual([]);
  expect(told.user('hello?').turns).toEqual([]);
  expect(told.say('returned', { callId: 'c1', value: 'ok' }).turns).toMatchObject([
    { data: { turn: 3, input: { value: 'ok' } } },
  ]);
  const { turns } = told.answer({ remembers: { waiting: null } });
  expect(turns).toMatchObject([{ data: { turn: 4, input: { text: 'hello?' }, session: { webView: { a: 1 } } } }]);
});

test('a result of another call is stale, and a close passes what waits for the page', () => {
  const told = paging();
  told.post({ a: 1 });
  expect(told.say('returned', { callId: 'c0', value: 1 }).outcomes).toMatchObject([
    { outcome: 'applied', note: 'page_result_stale' },
  ]);
  const closing = told.say('closed', {});
  expect(closing.turns).toMatchObject([{ data: { leaves: 'closed' } }]);
  expect(told.readBack(closing).outcomes).toMatchObject([{ outcome: 'answered' }, { code: 'conversation_closed' }]);
});

test('of a result and its time-out the first counts', () => {
  const told = paging();
  expect(told.deadline('wait')).toEqual({ deadline: 'wait', id: 'c1', at: told.now + 3000 });
  told.say('elapsed', { deadline: { name: 'wait', id: 'c1' } });
  told.say('returned', { callId: 'c1', value: 'ok' });
  expect(told.state.waiting.urgent).toBe(1);
  expect(told.answer({ remembers: { waiting: null } }).outcomes).toMatchObject([
    { outcome: 'answered' },
    { outcome: 'applied', note: 'page_result_stale' },
  ]);
});

test('a page that is waited for after another has its own result and time', () => {
  const told = paging();
  told.user('hello?');
  told.later(1000).say('returned', { callId: 'c1', value: 'ok' });
  told.answer({ remembers: { waiting: { id: 'c2', kind: 'page', for: 'pay', ms: 5000 } } });
  expect(told.deadline('wait')).toEqual({ deadline: 'wait', id: 'c2', at: told.now + 5000 });
  expect(told.say('returned', { callId: 'c1', value: 'ok' }).turns).toEqual([]);
  expect(told.say('elapsed', { deadline: { name: 'wait', id: 'c1' } }).outcomes).toMatchObject([
    { note: 'deadline_passed' },
  ]);
  expect(told.deadline('wait')).toBeDefined();
  expect(told.say('returned', { callId: 'c2', error: 'no' }).turns).toMatchObject([{ data: { turn: 4 } }]);
  expect(told.answer({ remembers: { waiting: null } }).turns).toMatchObject([{ data: { input: { text: 'hello?' } } }]);
});

test('a result that comes while the bot still works on the answer that asks for it counts', () => {
  const { told } = busy();
  told.say('returned', { callId: 'c1', value: 'ok' });
  const { turns } = told.answer({ remembers: { waiting: { id: 'c1', kind: 'page', for: 'f', ms: 3000 } } });
  expect(turns).toMatchObject([{ data: { turn: 3, input: { callId: 'c1' } } }]);
});

test('a page is never waited for without an end', () => {
  const { told } = busy();
  told.answer({ remembers: { waiting: { id: 'c1', kind: 'page', for: 'f' } } });
  expect(told.deadline('wait')).toMatchObject({ id: 'c1', at: told.now + limits.turnMs });
});

test('a session does not end while a page works, however late the page is', () => {
  const told = paging();
  told.later(limits.sessionLifeMs + 1);
  const { turns } = told.say('returned', { callId: 'c1', value: 'ok' });
  expect(turns).toMatchObject([{ data: { session: { number: 1, waiting: { id: 'c1' } } } }]);
});

test('a conversation that is erased while a page works waits for nothing', () => {
  const told = paging();
  told.user('hello?');
  told.readBack(told.say('erased', {}));
  expect(told.state).toMatchObject({ status: 'erased', session: null, waiting: { queue: 0 } });
  expect(told.deadline('wait')).toBeUndefined();
});

test('a turn in the middle of a wait does not prolong it', () => {
  const { told } = busy();
  const waiting = { id: 'w1', kind: 'wait' as const, for: 'payment', ms: 60_000 };
  told.answer({ remembers: { waiting } });
  const deadline = told.deadline('wait');
  told.later(30_000).user('how long does it take?');
  told.answer({ remembers: { waiting } });
  expect(told.deadline('wait')).toEqual(deadline);
});

test('thirty days without input close a conversation; any input begins them anew', () => {
  const told = Told.quiet();
  const first = told.deadline('idle');
  told.later(10).post({ a: 1 });
  told.now = first?.at ?? 0;
  const early = told.say('elapsed', { deadline: { name: 'idle', id: first?.id ?? '' } });
  expect(early.outcomes).toMatchObject([{ note: 'deadline_passed' }]);
  told.later(10);
  expect(told.deadline('idle')?.at).toBe(told.now);
  const end = told.say('elapsed', { deadline: { name: 'idle', id: String(told.now) } });
  expect(end.turns).toMatchObject([{ data: { leaves: 'closed' } }]);
});

test('a reader that has lost the beginning begins at the first final answer', () => {
  const { told: whole } = busy();
  const { conversation, session } = whole.state;
  if (!conversation) throw new Error('no conversation');
  const told = new Told();
  const content = { conversation: { ...conversation, conversationId: told.conversationId }, session, inputId: 'i' };
  told.answer({ turn: 7, final: false, ...content, session: null });
  expect(() => told.state).toThrow(/nobody has opened/);
  told.answer({ turn: 7, ...content });
  expect(told.state).toMatchObject({ turn: 7, status: 'open', session });
  expect(told.user('go on').turns).toMatchObject([{ data: { turn: 8 } }]);
});

test('a turn has a deadline from its opening to its end', () => {
  const { told } = busy();
  expect(told.deadline('turn')).toEqual({ deadline: 'turn', id: '2', at: told.now + limits.turnMs });
  told.answer();
  expect(told.deadline('turn')).toBeUndefined();
});
