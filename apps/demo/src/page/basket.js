import { lampOf, lamps, price } from './lamps.js';

const place = 'demo:basket';
const changed = new EventTarget();

/** What somebody wants to buy, for all tabs of this browser: how many, by lamp. */
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}');
    const counts = lamps.map(({ id }) => [id, Math.min(9, Math.max(0, Math.trunc(Number(kept[id])) || 0))]);
    return Object.fromEntries(counts.filter(([, count]) => count > 0));
  } catch {
    return {};
  }
}

function write(counts) {
  localStorage.setItem(place, JSON.stringify(counts));
  changed.dispatchEvent(new Event('change'));
}

/** One more of a lamp, or with -1 one less. */
export function add(id, count = 1) {
  const counts = read();
  write({ ...counts, [id]: (counts[id] ?? 0) + count });
}

export const empty = () => write({});

/** The basket as people and the bot read it. */
export function basket() {
  const lines = Object.entries(read()).map(([id, count]) => ({ lamp: lampOf(id), count }));
  const count = lines.reduce((sum, line) => sum + line.count, 0);
  const cents = lines.reduce((sum, line) => sum + line.count * line.lamp.cents, 0);
  const items = lines.map((line) => `${line.count} × ${line.lamp.kind} “${line.lamp.name}”`).join(', ');
  return { lines, count, items, total: price(cents) };
}

/** Told after every change, also of another tab. */
export function watch(listener) {
  changed.addEventListener('change', listener);
  addEventListener('storage', ({ key }) => {
    if (key === place || key === null) listener();
  });
  listener();
}
