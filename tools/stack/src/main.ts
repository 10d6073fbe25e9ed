import { join } from 'node:path';
import { root } from './path.ts';
import { runStack, type Stack } from './stack.ts';

const print = (line: string) => process.stdout.write(`${line}\n`);
const dir = join(root, 'data/stack');

let stack: Stack | undefined;
let stopping = false;

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Before it stands there is nothing to stop in order: all of it goes when we go.
  if (stack) {
    print('Stopping…');
    await stack.stop();
  }
  process.exit(code);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));

try {
  stack = await runStack({
    dir,
    ports: 'published',
    onProgress: print,
    onDeath: (sentence) => {
      if (!stopping) process.stderr.write(`${sentence}\n`);
    },
  });
  const services = [...stack.services.values()].map(({ name, url }) => [name, url] as const);
  const addresses = [...stack.addresses, ...services.toReversed()];
  print(`\n${addresses.map(([name, address]) => `  ${name.padEnd(10)}${address}`).join('\n')}\n`);
  print(`Data and logs are in ${dir}. Ctrl-C stops everything.`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
