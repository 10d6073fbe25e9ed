import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { widget } from './apps/widget/vite.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const { name, dependencies = {} }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));

const has = (app: string) => name === app || app in dependencies;

/** What runs scripts in a bundle is a worker, and a file beside it: dialog's has what bots are given, the sandbox's own has not. */
const workers: Readonly<Record<string, string>> =
  has('@backchannel/dialog') || has('@backchannel/standalone')
    ? { 'scripts.worker': fileURLToPath(new URL('apps/dialog/src/scripting/scripts.worker.ts', import.meta.url)) }
    : has('@backchannel/sandbox')
      ? { 'scripts.worker': fileURLToPath(new URL('packages/sandbox/src/default-worker.ts', import.meta.url)) }
      : {};

/** Collects spans, for `node --import`: beside every service that has the package in it. */
const telemetry: Readonly<Record<string, string>> = has('@backchannel/service')
  ? { telemetry: fileURLToPath(new URL('packages/service/src/telemetry.ts', import.meta.url)) }
  : {};

/** Bundles a service into `dist/main.js`: our packages inside, everything from the registry outside. */
export default defineConfig({
  plugins: [widget()],
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  build: {
    ssr: true,
    rolldownOptions: { input: { main: 'src/main.ts', ...telemetry, ...workers } },
    outDir: 'dist',
    target: 'node24',
    sourcemap: true,
    minify: false,
    emptyOutDir: true,
  },
  ssr: { noExternal: [/^@backchannel\//] },
  logLevel: 'warn',
});
