import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { breaks, Kept, kept, snapshot } from '../src/events/snapshot.ts';
import { topics } from '../src/index.ts';

// `npm run events` compares the events with those of schemas/events.json, which is what is out there, and keeps them in it;
// with --check it only looks.
const file = fileURLToPath(new URL('../schemas/events.json', import.meta.url));
const before = existsSync(file) ? z.array(Kept).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
const now = snapshot(topics);
const text = `${JSON.stringify(kept(before, now), null, 1)}\n`;

const problems = breaks(before, now);
if (problems.length > 0) {
  fail(`${problems.join('\n')}
An event that others can't read needs a new version, and all its readers are upgraded first (docs/operating.md, "Upgrades").`);
} else if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (JSON.stringify(before) !== JSON.stringify(JSON.parse(text))) {
  fail('The events have changed, in a way that everybody can read: `npm run events` keeps it in schemas/events.json.');
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
