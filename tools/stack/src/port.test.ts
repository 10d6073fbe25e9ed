import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort, type PortRange, reserve } from './port.ts';

const run = promisify(execFile);
const few: PortRange = { from: 19_000, to: 19_010 };

test('a port is given once, here or to another process, for as long as whoever got it runs', async () => {
  const others = `
    import { freePort } from ${JSON.stringify(new URL('port.ts', import.meta.url).href)};
    const { promise, resolve } = Promise.withResolvers();
    process.stdin.on('end', resolve).resume();
    console.log(await freePort(${JSON.stringify(few)}), await freePort(${JSON.stringify(few)}));
    await promise;`;
  const running = run(process.execPath, ['--input-type=module', '--eval', others]);
  const theirs = await new Promise<number[]>((resolve) =>
    running.child.stdout?.once('data', (line) => resolve(String(line).trim().split(' ').map(Number))),
  );
  for (const port of theirs) expect(await reserve(port)).toBe(false);

  const all = [...theirs, await freePort(few), await freePort(few), await freePort(few)];
  expect(new Set(all).size).toBe(all.length);

  running.child.stdin?.end();
  await running;
  for (const port of theirs) expect(await reserve(port)).toBe(true);
});

test('a port where somebody listens is not given', async () => {
  const server = createServer().listen({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };

  await expect(freePort({ from: port, to: port + 1 })).rejects.toThrow(`between ${port} and ${port + 1}`);
  server.close();
});
