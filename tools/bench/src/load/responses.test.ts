import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut } from './pieces.fixture.ts';
import { Responses } from './responses.ts';

const answers = [
  'HTTP/1.1 202 Accepted\r\nContent-Length: 15\r\n\r\n{"status":"ok"}',
  'HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 2\r\nx: y\r\n\r\n{}',
  'HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n',
];

const heard = (pieces: readonly Buffer[]) => {
  const statuses: number[] = [];
  const responses = new Responses((status) => statuses.push(status));
  for (const piece of pieces) responses.push(piece);
  return statuses;
};

test('every answer is heard once, in whatever pieces they come', () => {
  const all = Buffer.from([...answers, ...answers].join(''));
  fc.assert(
    fc.property(cut(all), (pieces) => {
      expect(heard(pieces)).toEqual([202, 503, 204, 202, 503, 204]);
    }),
  );
});

test('what is no answer, or has no length, is refused', () => {
  expect(() => heard([Buffer.from('SMTP ready\r\ncontent-length: 0\r\n\r\n')])).toThrow('no answer of HTTP/1.1');
  expect(() => heard([Buffer.from('HTTP/1.1 200 OK\r\n\r\n')])).toThrow('without Content-Length');
});
