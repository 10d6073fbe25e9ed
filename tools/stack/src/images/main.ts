import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastWords, startChild } from '../child.ts';
import { readCompose } from '../compose.ts';
import { root } from '../path.ts';
import { freePort } from '../port.ts';
import { startServer } from '../server.ts';
import { runStack } from '../stack.ts';
import { builder } from './build.ts';
import { contained, seal } from './container.ts';
import { readDockerfile } from './dockerfile.ts';
import type { Image } from './image.ts';

// `npm run images`: takes the Dockerfile's steps in a clean folder, then runs docker-compose.yml of what they made, and the
// embedded system beside it. What a container would miss, these miss too.

const print = (line: string) => process.stdout.write(`${line}\n`);
const begun = Date.now();
const dir = mkdtempSync(join(tmpdir(), 'backchannel-images-'));
const sealed: string[] = [];
// Who the images run as has to come to them.
chmodSync(dir, 0o755);

try {
  const stages = readDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
  const compose = readCompose(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), {});
  const targets = new Set([...compose.flatMap(({ target }) => target ?? []), stages.at(-1)?.name ?? '']);
  const build = builder({ stages, root, dir, onStep: print });
  const images = new Map([...targets].map((target) => [target, build(target)] as const));
  for (const image of images.values()) {
    sealed.push(image.folder);
    seal(image, (path, mode) => execFileSync('chmod', ['-R', mode, path]));
  }
  for (const [target, image] of images) print(`${target}: ${sizeOf(image)} MB of ${image.workdir}`);

  for (const [target, image] of images) await workerLoads(target, image);
  await composeRuns(images);
  await embeddedRuns(images.get(stages.at(-1)?.name ?? ''));
  print(`Every image does its work, read-only and as nobody special (${Math.round((Date.now() - begun) / 1000)} s).`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  if (sealed.length > 0) execFileSync('chmod', ['-R', 'u+w', ...sealed]);
  rmSync(dir, { recursive: true, force: true });
}

/** All of docker-compose.yml, ready. */
async function composeRuns(images: ReadonlyMap<string, Image>): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'backchannel-stack-'));
  const stack = await runStack({ dir: data, ports: 'free', variables: {}, images, onProgress: print });
  try {
    for (const { name, url } of stack.services.values()) {
      const image = images.get(name);
      if (image) await isHealthy(name, image, new URL(url).port);
    }
  } finally {
    await stack.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

async function embeddedRuns(image: Image | undefined): Promise<void> {
  if (!image) throw new Error('The Dockerfile has no last target.');
  const port = String(await freePort());
  const { env, ...program } = contained(image, []);
  const log = join(dir, 'log', 'standalone.log');
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
  const server = await startServer({
    program: { name: 'standalone', ...program, env: { ...env, PORT: port }, log },
    ready,
  });
  try {
    print('standalone is ready');
    await isHealthy('standalone', image, port);
  } finally {
    await server.stop();
  }
}

/** What Docker would ask it every ten seconds. */
async function isHealthy(name: string, image: Image, port: string): Promise<void> {
  if (image.healthcheck.length === 0) throw new Error(`The image of ${name} has no HEALTHCHECK.`);
  const { env, ...program } = contained(image, image.healthcheck);
  const log = join(dir, 'log', `${name}-health.log`);
  const child = startChild({ name: `the HEALTHCHECK of ${name}`, ...program, env: { ...env, PORT: port }, log });
  const how = await child.ended;
  if (how !== 'exit code 0') throw new Error(`${child.name} fails (${how}): ${lastWords(child)}`);
}

/** Where scripts run. A service comes up without it: it is started for the first script. */
async function workerLoads(target: string, image: Image): Promise<void> {
  const file = `./apps/${target}/dist/scripts.worker.js`;
  const path = join(image.folder, image.workdir, file);
  if (!existsSync(path)) return;
  // Its imports come after it is online.
  const inside = `import(${JSON.stringify(path)}).then(() => require('node:worker_threads').parentPort.postMessage(0))`;
  const options = '{ eval: true, workerData: { limits: {} } }';
  const load = `new (require('node:worker_threads').Worker)(${JSON.stringify(inside)}, ${options}).on('message', process.exit)`;
  mkdirSync(join(dir, 'log'), { recursive: true });
  const program = contained(image, ['node', '-e', load]);
  const child = startChild({
    name: `the worker of ${target}`,
    ...program,
    log: join(dir, 'log', `${target}-worker.log`),
  });
  const how = await child.ended;
  if (how !== 'exit code 0') throw new Error(`${child.name} does not load (${how}): ${lastWords(child)}`);
}

function sizeOf({ folder }: Image): number {
  return Number.parseInt(execFileSync('du', ['-sm', folder], { encoding: 'utf8' }), 10);
}
