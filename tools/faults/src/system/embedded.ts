import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runStack } from '@backchannel/stack';
import { composedEmbedded } from './compose.ts';
import { onLoopback } from './distributed.ts';
import { botFiles, emptyFolder } from './place.ts';
import type { System } from './system.ts';

const disk = pathToFileURL(join(import.meta.dirname, 'disk.ts')).href;

/** All services in one process, on files whose disk can be told that it is full: SIGUSR2. */
export async function openEmbedded(): Promise<System> {
  const dir = await emptyFolder('embedded');
  const file = join(dir, 'compose.json');
  const written = composedEmbedded({ data: join(dir, 'data'), bots: botFiles, nodeOptions: `--import=${disk}` });
  await writeFile(file, JSON.stringify(written, null, 1));
  const stack = await runStack({ file, dir, ports: 'free', variables: {} });
  const standalone = stack.service('standalone');
  const url = onLoopback(standalone.url);
  return { stack, services: [standalone], chat: url, ingest: url, stop: () => stack.stop() };
}
