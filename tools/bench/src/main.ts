import { bench } from './bench.ts';
import { keep, writeDocument } from './files.ts';
import { type Options, optionsOf } from './options.ts';
import { profile } from './profiling.ts';
import { environmentNow } from './report/environment.ts';
import { report } from './report/report.ts';
import { noResults } from './results.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);

async function run(words: readonly string[]): Promise<void> {
  const options = optionsOf(words);
  const commands = {
    write: async () => print(`${writeDocument(options.name)} has other figures`),
    profile: () => profile(options, print),
    measure: () => measure(options, ['npm run bench', ...(words.length > 0 ? ['--', ...words] : [])].join(' ')),
  };
  await commands[options.command]();
}

async function measure(options: Options, command: string): Promise<void> {
  const results = noResults(command, environmentNow());
  await bench(options, results, { progress: print, kept: () => keep(results, options.name) });
  print(`\n${report(results)}\n\nAll of it is in ${keep(results, options.name)}.`);
}

run(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
