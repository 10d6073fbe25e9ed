import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Ledger, type Violations } from './ledger.ts';

const none: Violations = { lost: 0, doubled: 0, disordered: 0, skipped: 0, invented: 0 };

/** A book about one conversation, by a clock that goes on with every line. */
function book() {
  const ledger = new Ledger(2);
  let now = 0;
  const tick = () => ++now;
  return {
    ledger,
    send: () => ledger.send(0, now, tick()),
    accept: (number: number) => ledger.answer(number, 202, tick()),
    refuse: (number: number, status = 503) => ledger.answer(number, status, tick()),
    show: (number: number, conversation = 0) => ledger.show(number, conversation, tick()),
    over: () => {
      ledger.close();
      return ledger.violations;
    },
  };
}

test('what is accepted and shown once, in order, breaks nothing', () => {
  const { send, accept, show, over } = book();
  for (let i = 0; i < 3; i += 1) {
    const number = send();
    accept(number);
    show(number);
  }
  expect(over()).toEqual(none);
});

test('what is accepted and not shown is lost; refused or unanswered it is not', () => {
  const { ledger, send, accept, refuse, over } = book();
  accept(send());
  refuse(send());
  refuse(send(), 0);
  expect(ledger).toMatchObject({ acceptedCount: 1, refusedCount: 1, unansweredCount: 1, onItsWay: 1 });
  expect(over()).toEqual({ ...none, lost: 1 });
});

test('what is shown twice is doubled', () => {
  const { send, accept, show, over } = book();
  const number = send();
  accept(number);
  show(number);
  show(number);
  expect(over()).toEqual({ ...none, doubled: 1 });
});

test('what is shown after a post that was sent after its acceptance is out of order', () => {
  const { send, accept, show, over } = book();
  const first = send();
  accept(first);
  const second = send();
  accept(second);
  show(second);
  show(first);
  expect(over()).toEqual({ ...none, disordered: 1 });
});

test('of two that were under way together either may come first', () => {
  const { send, accept, show, over } = book();
  const [first, second] = [send(), send()];
  accept(first);
  accept(second);
  show(second);
  show(first);
  expect(over()).toEqual(none);
});

test('a reply may be on the socket before the 202', () => {
  const { send, accept, show, over } = book();
  const number = send();
  show(number);
  accept(number);
  expect(over()).toEqual(none);
});

test('what is shown to somebody else, or was never posted, is invented', () => {
  const { send, accept, show, over } = book();
  const number = send();
  accept(number);
  show(number, 1);
  show(7);
  show(number);
  expect(over()).toEqual({ ...none, invented: 2 });
});

test('a number of the transcript that comes again is a double on the wire; one that is left out is skipped', () => {
  const { ledger } = book();
  expect([1, 2, 2, 1, 3].map((seq) => ledger.hear(0, seq))).toEqual([true, true, false, false, true]);
  expect(ledger.hear(1, 1)).toBe(true);
  expect(ledger.wireDoubles).toBe(2);
  expect(ledger.violations).toEqual(none);
  expect(ledger.hear(0, 6)).toBe(true);
  expect(ledger.violations).toEqual({ ...none, skipped: 2 });
});

test('of any run each fault is found: of what is lost, doubled or swapped as many as there are', () => {
  const faults = fc.array(fc.constantFrom('fine', 'fine', 'fine', 'lost', 'doubled', 'swapped'), { minLength: 1 });
  fc.assert(
    fc.property(faults, (all) => {
      const { send, accept, show, over } = book();
      for (const fault of all) {
        const number = send();
        accept(number);
        if (fault === 'swapped') {
          const next = send();
          accept(next);
          show(next);
        }
        if (fault !== 'lost') show(number);
        if (fault === 'doubled') show(number);
      }
      const count = (fault: string) => all.filter((one) => one === fault).length;
      expect(over()).toEqual({ ...none, lost: count('lost'), doubled: count('doubled'), disordered: count('swapped') });
    }),
  );
});

test('the book has as many pages as it needs', () => {
  const { ledger } = book();
  for (let i = 0; i < 70_000; i += 1) ledger.send(0, i, i + 2);
  ledger.answer(69_999, 202, 70_009);
  ledger.show(69_999, 0, 70_019);
  expect([ledger.slip(3), ledger.slip(69_999)]).toEqual([2, 2]);
  expect([ledger.answerLatency(69_999), ledger.latency(69_999)]).toEqual([10, 20]);
  expect(ledger.latency(0)).toBeNaN();
});
