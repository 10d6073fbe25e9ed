import { faults } from './faults.ts';
import { optionsOf } from './options.ts';
import { report } from './report.ts';
import { beginResults, keep, writeDocument } from './results.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function run(words: readonly string[]): Promise<boolean> {
  const options = optionsOf(words);
  if (options.command === 'write') print(`${writeDocument()} has what the last full run has found`);
  if (options.command === 'list') for (const { name, title } of options.scenarios) print(`${name.padEnd(20)}${title}`);
  if (options.command !== 'run') return true;
  const results = await beginResults(
    options,
    ['npm run faults', ...(words.length > 0 ? ['--'] : []), ...words].join(' '),
  );
  const right = await faults(options, results, print);
  print(`\n${report(results)}\n\nAll of it is in ${keep(results, options.quick)}.`);
  return right;
}

run(process.argv.slice(2)).then(
  (right) => process.exit(right ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
