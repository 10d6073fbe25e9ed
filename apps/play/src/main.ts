import 'reflect-metadata';
import { once } from 'node:events';
import { Sentence } from '@backchannel/service';
import { optionsOf } from './options.ts';
import { play } from './play.ts';
import { Terminal } from './terminal.ts';

const terminal = new Terminal();
const told = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal));
// Whoever reads what is printed has gone.
const unread = once(process.stdout, 'error');

try {
  const stop = Promise.race([...told, unread]);
  await play(optionsOf(process.argv.slice(2)), { terminal, stop });
} catch (error) {
  const { message, stack = message } = error as Error;
  process.stderr.write(`${error instanceof Sentence ? message : stack}\n`);
  process.exitCode = 1;
}
// Not before what was printed has left.
process.stdout.write('', () => process.exit());
