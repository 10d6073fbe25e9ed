import { describe, expect, test } from 'vitest';
import { whatHappened } from './page/happened.js';

const sentAt = Date.parse('2026-01-01T12:00:00Z');
const answer = { status: 202, ms: 30, body: { inputId: 'i', status: 'accepted' } };
const post = { sentAt, answer };
const at = (ms: number) => new Date(sentAt + ms).toISOString();
const receipt = (outcome: string, stages: Record<string, number>, more: object = {}) => ({
  outcome,
  code: null,
  note: null,
  stages: Object.entries(stages).map(([stage, ms]) => ({ stage, at: at(ms) })),
  ...more,
});
type Step = { name: string; ms: number | null };
const lit = (...of: Parameters<typeof whatHappened>) =>
  whatHappened(...of).steps.map(({ name, ms }: Step) => `${name} ${ms ?? '…'}`);

const all = { accepted: 12, opened: 15, answered: 21, delivered: 33 };

describe('lights go on', () => {
  test('one after the other, with the time since the request', () => {
    expect(lit({ sentAt }, null)).toEqual(['sent 0', 'accepted …', 'opened …', 'answered …', 'delivered …']);
    expect(lit(post, null)).toEqual(['sent 0', 'accepted 30', 'opened …', 'answered …', 'delivered …']);
    const { opened: _, delivered: __, ...some } = all;
    expect(lit(post, receipt('answered', some))).toEqual([
      'sent 0',
      'accepted 12',
      'opened …',
      'answered 21',
      'delivered …',
    ]);
    expect(lit(post, receipt('answered', all))).toEqual([
      'sent 0',
      'accepted 12',
      'opened 15',
      'answered 21',
      'delivered 33',
    ]);
  });

  test.each([
    [-5000, ['accepted 0', 'opened 3', 'answered 9', 'delivered 21']],
    [5000, ['accepted 30', 'opened 33', 'answered 39', 'delivered 51']],
  ])('in their order where clocks differ by %d ms', (by, wanted) => {
    const stages = Object.fromEntries(Object.entries(all).map(([stage, ms]) => [stage, ms + by]));
    expect(lit(post, receipt('answered', stages)).slice(1)).toEqual(wanted);
  });

  test('and never backwards', () => {
    const stages = { accepted: 12, opened: 11, answered: 30, delivered: 29 };
    expect(lit(post, receipt('answered', stages))).toEqual([
      'sent 0',
      'accepted 12',
      'opened 12',
      'answered 30',
      'delivered 30',
    ]);
  });
});

describe('it is over, and told how,', () => {
  test('when somebody has seen the answer', () => {
    const { isOver, verdict, problem } = whatHappened(post, receipt('answered', all));
    expect({ isOver, verdict, problem }).toEqual({ isOver: true, verdict: 'On the screen after 33 ms', problem: null });
  });

  test('when there was nothing to say', () => {
    const applied = receipt('applied', { accepted: 12, applied: 14 }, { note: 'message_too_late' });
    expect(lit(post, applied)).toEqual(['sent 0', 'accepted 12', 'applied 14']);
    expect(whatHappened(post, applied)).toMatchObject({ isOver: true, problem: { code: 'message_too_late' } });
  });

  test('when the bot rejects it', () => {
    const rejected = receipt('rejected', { accepted: 12, rejected: 14 }, { code: 'link_used' });
    expect(lit(post, rejected)).toEqual(['sent 0', 'accepted 12', 'rejected 14']);
    expect(whatHappened(post, rejected)).toMatchObject({
      isOver: true,
      verdict: 'Rejected after 14 ms',
      problem: { code: 'link_used', text: expect.stringContaining('good for one post') },
    });
  });

  test('when the door refuses it, with what the answer says', () => {
    const body = { code: 'field_invalid', title: 'A field breaks a rule', detail: '/userId: too long' };
    const refused = { sentAt, answer: { status: 422, ms: 8, body } };
    expect(lit(refused, null)).toEqual(['sent 0', 'refused 8']);
    expect(whatHappened(refused, null).problem).toEqual({
      code: 'field_invalid',
      text: 'Something breaks a rule. /userId: too long.',
    });
    const page = { sentAt, answer: { status: 502, ms: 8, body: null } };
    expect(whatHappened(page, null).problem).toMatchObject({ code: 'status 502' });
  });

  test('when nobody is there', () => {
    expect(whatHappened({ sentAt, nobody: true }, null)).toMatchObject({ isOver: true, verdict: 'Nobody answered' });
  });
});

test('it is not over while somebody may still look: an answer, also one that failed', () => {
  const { delivered: _, answered: __, ...some } = all;
  expect(whatHappened(post, receipt('answered', { ...some, answered: 20 }))).toMatchObject({ isOver: false });
  const failed = receipt('failed', { ...some, failed: 20 }, { code: 'input_failed' });
  expect(whatHappened(post, failed)).toMatchObject({ isOver: false, problem: { code: 'input_failed' } });
  expect(lit(post, failed)).toEqual(['sent 0', 'accepted 12', 'opened 15', 'failed 20', 'delivered …']);
});
