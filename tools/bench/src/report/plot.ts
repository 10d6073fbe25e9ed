import type { Results } from '../results.ts';
import { systems } from '../systems/systems.ts';
import { MOST_LATENCY_MS, voidReason } from '../verdict.ts';
import { rangeOf } from './ratios.ts';

const SIZE = { width: 860, height: 480 };
const FRAME = { left: 64, right: 250, top: 24, bottom: 48 };
const COLORS = ['#b0413e', '#c98a2b', '#4d7c3a', '#1f6f8b', '#3b4c9b', '#7a3b8f', '#5f6b73', '#111111'];
const TICKS = [1, 10, 100, 1000, 10_000];

interface Line {
  readonly title: string;
  readonly color: string;
  readonly points: readonly (readonly [rate: number, p99: number])[];
}

/** The p99 of each system by the rate, on a scale of powers of ten. */
export function plot(results: Results): string {
  const lines = systems.flatMap(({ name, title }, i) => {
    const points = pointsOf(results, name);
    return points.length === 0 ? [] : [{ title, color: COLORS[i % COLORS.length] ?? '#000', points }];
  });
  const mostRate = Math.max(1000, ...lines.flatMap(({ points }) => points.map(([rate]) => rate)));
  const x = (rate: number) => FRAME.left + (rate / mostRate) * (SIZE.width - FRAME.left - FRAME.right);
  const y = (ms: number) => {
    const part = Math.log10(Math.min(Math.max(ms, 1), 10_000)) / 4;
    return SIZE.height - FRAME.bottom - part * (SIZE.height - FRAME.top - FRAME.bottom);
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="sans-serif" font-size="12">`,
    `<rect width="100%" height="100%" fill="white"/>`,
    ...TICKS.map((ms) => rule(y(ms), `${ms} ms`)),
    `<line x1="${FRAME.left}" x2="${x(mostRate)}" y1="${at(y(MOST_LATENCY_MS))}" y2="${at(y(MOST_LATENCY_MS))}" stroke="#b0413e" stroke-dasharray="4 4"/>`,
    ...[0, 0.25, 0.5, 0.75, 1].map((part) => {
      const rate = Math.round(part * mostRate);
      return `<text x="${at(x(rate))}" y="${SIZE.height - FRAME.bottom + 18}" text-anchor="middle">${rate}/s</text>`;
    }),
    ...lines.flatMap((line, i) => drawn(line, { x, y, place: i })),
    `</svg>`,
    '',
  ].join('\n');

  function rule(height: number, label: string): string {
    const line = `<line x1="${FRAME.left}" x2="${x(mostRate)}" y1="${at(height)}" y2="${at(height)}" stroke="#dddddd"/>`;
    return `${line}<text x="${FRAME.left - 8}" y="${at(height + 4)}" text-anchor="end">${label}</text>`;
  }
}

interface Drawing {
  readonly x: (rate: number) => number;
  readonly y: (ms: number) => number;
  readonly place: number;
}

function drawn({ title, color, points }: Line, { x, y, place }: Drawing): string[] {
  const path = points.map(([rate, p99]) => `${at(x(rate))},${at(y(p99))}`);
  const row = FRAME.top + 14 + place * 20;
  const left = SIZE.width - FRAME.right + 16;
  return [
    `<polyline points="${path.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
    ...points.map(([rate, p99]) => `<circle cx="${at(x(rate))}" cy="${at(y(p99))}" r="3" fill="${color}"/>`),
    `<rect x="${left}" y="${row - 9}" width="12" height="4" fill="${color}"/>`,
    `<text x="${left + 18}" y="${row - 3}">${title}</text>`,
  ];
}

function pointsOf({ ladders }: Results, system: string): Line['points'] {
  const steps = ladders.flatMap((one) => (one.system === system ? one.steps : []));
  const good = steps.filter((step) => voidReason(step) === undefined && step.shown > 0);
  return [...Map.groupBy(good, ({ rate }) => rate)]
    .map(([rate, some]) => [rate, rangeOf(some.map(({ latency }) => latency.p99))?.median ?? 0] as const)
    .toSorted(([a], [b]) => a - b);
}

const at = (place: number) => place.toFixed(1);
