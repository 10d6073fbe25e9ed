import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Frames, pongFrame, textFrame } from './frames.ts';
import { cut } from './pieces.fixture.ts';

/** As a server says it: without a mask. */
function said(kind: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 126
      ? [length]
      : length < 65_536
        ? [126, length >> 8, length & 255]
        : [127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 255, length & 255];
  return Buffer.concat([Buffer.from([0x80 | kind, ...head]), content]);
}

const heard = (pieces: readonly Buffer[]) => {
  const all: unknown[] = [];
  const frames = new Frames({
    text: (text) => all.push(text),
    ping: (content) => all.push(['ping', content.toString()]),
    close: (code) => all.push(['close', code]),
  });
  for (const piece of pieces) frames.push(piece);
  return all;
};

test('every frame is heard once, in whatever pieces they come', () => {
  const texts = ['', 'é', 'x'.repeat(125), 'y'.repeat(126), 'z'.repeat(70_000)];
  const closing = Buffer.from([1012 >> 8, 1012 & 255]);
  const all = Buffer.concat([
    ...texts.map((text) => said(1, Buffer.from(text))),
    said(9, Buffer.from('?')),
    said(10, Buffer.alloc(0)),
    said(8, closing),
  ]);
  const expected = [...texts, ['ping', '?'], ['close', 1012]];
  fc.assert(
    fc.property(cut(all), (pieces) => {
      expect(heard(pieces)).toEqual(expected);
    }),
  );
});

test('what a client says is masked, by zeros', () => {
  expect(textFrame('é').toString('hex')).toBe('81840000000022c3a922');
  expect(textFrame('x'.repeat(200)).subarray(0, 8).toString('hex')).toBe('81fe00ca00000000');
  expect(pongFrame(Buffer.from('?')).toString('hex')).toBe('8a81000000003f');
});

test('a frame in parts is refused', () => {
  expect(() => heard([Buffer.from([0x01, 0])])).toThrow('in parts');
});
