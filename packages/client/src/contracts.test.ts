import * as contracts from '@backchannel/contracts';
import { InputReceipt } from '@backchannel/contracts/admin';
import { expect, expectTypeOf, test } from 'vitest';
import type { Accepted, Note, Receipt } from './outcome.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { webViewPath } from './web-view.ts';

// What an outside system installs has its types by hand; `tsc` holds them against those of the services here.
test('the types are those of the contracts', () => {
  expectTypeOf<ProblemCode>().toEqualTypeOf<contracts.ProblemCode>();
  expectTypeOf<Note>().toEqualTypeOf<contracts.Note>();
  expectTypeOf<contracts.Problem>().toExtend<Problem>();
  expectTypeOf<contracts.Accepted>().toExtend<Accepted>();
  expectTypeOf<InputReceipt>().toExtend<Receipt>();
  expectTypeOf<Receipt['outcome']>().toEqualTypeOf<InputReceipt['outcome']>();
  expect(Object.keys(InputReceipt.shape).toSorted()).toEqual([
    'code',
    'inputId',
    'note',
    'outcome',
    'pointer',
    'stages',
  ]);
});

test('the path is that of the contracts', () => {
  expect(`/${webViewPath}`).toBe(contracts.webViewPath);
});
