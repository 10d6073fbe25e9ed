// Behind every `npm …` command: installs what is missing, then runs the command with the Node that the project pins.
// It runs before anything is installed, and with whatever Node the machine has: no dependencies, no new syntax.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');
const quiet = { TURBO_TELEMETRY_DISABLED: '1', REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, ...quiet };
const [command, ...args] = wanted(process.argv.slice(2));

/** Each command is a list of programs; the last one gets the arguments and the terminal. */
const commands = {
  start: [
    ['vite', 'build', '--config', '../../vite.service.ts', '--logLevel', 'error', { cwd: 'apps/standalone' }],
    ['node', 'apps/standalone/dist/main.js'],
  ],
  test: [['vitest', 'run']],
  check: [
    ['biome', 'ci', '.'],
    ['oxlint', '--type-aware'],
    ['turbo', 'run', 'typecheck', '--output-logs=errors-only', '--log-order=grouped'],
    ['tsc', '--noEmit'],
    ['turbo', 'boundaries'],
    ['knip'],
    ['node', 'apps/control/src/docs/write-openapi.ts', '.cache/openapi.json'],
    ['node', 'packages/contracts/commands/asyncapi.ts', '.cache/asyncapi.json'],
    ['redocly', 'lint', '.cache/openapi.json', '.cache/asyncapi.json', '--format', 'stylish', '--max-problems', '20'],
    ['node', 'packages/contracts/commands/schemas.ts', '--check'],
  ],
  screenshots: [
    ['node', 'apps/widget/gallery/take.ts', '.cache/screenshots/gallery'],
    ['node', 'tests/demo/take.ts', '.cache/screenshots/demo'],
  ],
  build: [['turbo', 'run', 'build', '--output-logs=errors-only', '--log-order=grouped']],
  stack: [
    ['turbo', 'run', 'build', '--output-logs=errors-only', '--log-order=grouped'],
    ['node', 'tools/stack/src/main.ts'],
  ],
  events: [['node', 'packages/contracts/commands/schemas.ts']],
  images: [['node', 'tools/stack/src/images/main.ts']],
  bench: [
    ['turbo', 'run', 'build', '--output-logs=errors-only', '--log-order=grouped'],
    ['node', 'tools/bench/src/main.ts'],
  ],
  faults: [
    ['turbo', 'run', 'build', '--output-logs=errors-only', '--log-order=grouped'],
    ['node', 'tools/faults/src/main.ts'],
  ],
  soak: [
    ['turbo', 'run', 'build', '--output-logs=errors-only', '--log-order=grouped'],
    ['node', 'tools/bench/src/soak/main.ts'],
  ],
  bot: [['node', 'tools/bot/src/main.ts']],
  'bot play': [
    ['vite', 'build', '--config', '../../vite.service.ts', '--logLevel', 'error', { cwd: 'apps/play' }],
    ['node', 'apps/play/dist/main.js'],
  ],
};

// Trap: whoever has a `message` for `npm version` in .npmrc, which says %s, has it here too.
const kept = ['say', 'post', 'message', 'page', 'trace'].find(
  (name) => process.env[`npm_config_${name}`]?.includes('%s') === false,
);
if (command === 'bot play' && kept) {
  fail(`npm keeps --${kept} for itself, unless -- comes first: npm run bot -- play ${args[0] ?? 'FILE'} --${kept} …`);
}
const programs = commands[command];
if (!programs) fail(`There is no command ${JSON.stringify(command)}; there are: ${Object.keys(commands).join(', ')}.`);
install();
checkNode();
for (const program of programs.slice(0, -1)) await run(program);
await run([...programs.at(-1), ...args]);

/** `bot play` is a program of its own. */
function wanted([first, second, ...rest]) {
  if (first === 'bot' && second === 'play') return ['bot play', ...rest];
  return [first, ...(second === undefined ? [] : [second]), ...rest];
}

/** `npm ci`, unless what the lockfile names is already there. */
function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const marker = join(root, 'node_modules', '.installed');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  process.stderr.write('Installing what is missing …\n');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    env: process.env,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) fail('npm ci could not install the packages; what it said stands above.');
  try {
    writeFileSync(marker, lock);
  } catch (error) {
    fail(`Not able to write to node_modules/ (${error.code}).`);
  }
}

function checkNode() {
  const { stdout } = spawnSync('node', ['--version'], { env, encoding: 'utf8' });
  const [major, minor] = (stdout || process.version).trim().slice(1).split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 15)) return;
  fail(`Backchannel needs Node 24.15 or newer, this is ${stdout.trim()}; .node-version names the one it is tested on.`);
}

/** Resolves when the program has ended well; else this process ends like it. */
function run([name, ...rest]) {
  const options = typeof rest.at(-1) === 'object' ? rest.pop() : {};
  const child = spawn(name, rest, {
    env,
    stdio: 'inherit',
    cwd: join(root, options.cwd ?? '.'),
    shell: process.platform === 'win32',
  });
  // The child decides what a signal means: this process only waits for it.
  const pass = (signal) => child.kill(signal);
  process.on('SIGTERM', pass).on('SIGINT', () => {});
  const orphaned = endWithNpm(() => pass('SIGTERM'));
  return new Promise((resolve) => {
    child.on('error', (error) => fail(`${name} could not be started: ${error.message}`));
    child.on('exit', (code, signal) => {
      process.off('SIGTERM', pass);
      clearInterval(orphaned);
      if (code === 0) resolve();
      else process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}

/** A SIGTERM to npm ends npm and its shell, which tell nobody: notices that the shell is gone. */
function endWithNpm(end) {
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event) return setInterval(() => process.ppid === shell || end(), 500);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
