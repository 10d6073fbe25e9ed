import { expect, test } from 'vitest';
import { spotsOf } from './profile.ts';

const node = (id: number, functionName: string, children: number[] = []) => {
  const url = functionName.startsWith('(') ? '' : 'file:///somewhere/apps/chat/dist/main.js';
  return { id, callFrame: { functionName, url, lineNumber: 9 }, children };
};

test('time is that of the function it was spent in, and of all that had called it, each once', () => {
  const nodes = [
    node(1, '(root)', [2, 5, 6]),
    node(2, 'fold', [3]),
    node(3, 'decide', [4]),
    // A function that calls itself.
    node(4, 'fold'),
    node(5, '(idle)'),
    node(6, '(garbage collector)'),
  ];
  const spots = spotsOf({ nodes, samples: [2, 3, 4, 5, 6], timeDeltas: [10, 20, 40, 1000, 5] });
  expect(spots).toEqual([
    { name: 'fold apps/chat/dist/main.js:10', self: 50, total: 70 },
    { name: 'decide apps/chat/dist/main.js:10', self: 20, total: 60 },
    { name: '(garbage collector)', self: 5, total: 5 },
  ]);
});
