// Starts every bundled service, and the worker of its scripts, with production dependencies only, as an image would: what
// a bundle needs must be declared.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'backchannel-production-'));
const env = { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}` };

try {
  copyManifests();
  const { status } = spawnSync(
    'npm',
    ['ci', '--omit=dev', '--ignore-scripts', '--loglevel=error', '--prefer-offline'],
    {
      cwd: place,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  if (status !== 0) throw new Error('npm ci --omit=dev failed');
  for (const app of ['standalone', 'dialog']) workerLoads(app);
  for (const app of ['standalone', 'demo']) await comesUp(app);
  const away = {
    KAFKA_BROKERS: '127.0.0.1:9',
    REDIS_URL: 'redis://127.0.0.1:9',
    DATABASE_URL: 'postgres://127.0.0.1:9/backchannel',
  };
  for (const app of ['ingest', 'session', 'dialog', 'chat', 'control']) await comesUp(app, away);
} finally {
  rmSync(place, { recursive: true, force: true });
}

/** What the Dockerfile copies: the manifests, the bundles and the bots; no source, so nothing can be found there by chance. */
function copyManifests() {
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(root, file), join(place, file));
  for (const group of ['apps', 'packages', 'tools']) {
    for (const name of readdirSync(join(root, group))) {
      for (const part of ['package.json', ...(group === 'apps' ? ['dist'] : [])]) {
        const from = join(root, group, name, part);
        if (existsSync(from)) cpSync(from, join(place, relative(root, from)), { recursive: true });
      }
    }
  }
  cpSync(join(root, 'bots'), join(place, 'bots'), { recursive: true });
}

/** Where scripts run. A service comes up without it: it is started for the first script. */
function workerLoads(app) {
  const file = join(place, 'apps', app, 'dist', 'scripts.worker.js');
  // Its imports come after it is online.
  const inside = `import(${JSON.stringify(file)}).then(() => require('node:worker_threads').parentPort.postMessage(0))`;
  const options = '{ eval: true, workerData: { limits: {} } }';
  const load = `new (require('node:worker_threads').Worker)(${JSON.stringify(inside)}, ${options}).on('message', process.exit)`;
  const { status } = spawnSync('node', ['-e', load], { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 20_000 });
  if (status !== 0) throw new Error(`the worker of ${app} does not load`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Its process answers that it lives; whether it is ready depends on servers that are not there. */
async function comesUp(app, more = {}) {
  const port = await freePort();
  const child = spawn('node', [join('apps', app, 'dist', 'main.js')], {
    cwd: place,
    env: {
      ...env,
      LOG_LEVEL: 'error',
      ...more,
      PORT: String(port),
      TOKEN_SECRETS: 'a secret of at least 32 characters',
      LINK_SECRETS: 'a secret of at least 32 characters',
      SEAL_KEYS: 'a secret of at least 32 characters',
      INGEST_URL: 'http://localhost',
      CHAT_URL: 'http://localhost',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    for (const end = Date.now() + 20_000; ; await sleep(100)) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null);
      if (answer?.ok) break;
      if (child.exitCode !== null) throw new Error(`${app} ended with ${child.exitCode}`);
      if (Date.now() > end) throw new Error(`${app} does not come up`);
    }
    process.stdout.write(`${app} starts from dist/ with production dependencies\n`);
  } finally {
    child.kill('SIGKILL');
  }
}
