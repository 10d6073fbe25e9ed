import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const { name, dependencies = {} }: Manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** Files that a bundle with dialog in it starts as workers: each becomes a file beside it. */
const workers: Readonly<Record<string, string>> =
  name === '@backchannel/dialog' || '@backchannel/dialog' in dependencies || '@backchannel/standalone' in dependencies
    ? { 'scripts.worker': fileURLToPath(new URL('apps/dialog/src/scripting/scripts.worker.ts', import.meta.url)) }
    : {};

/** Bundles a service into `dist/main.js`: our packages inside, everything from the registry outside. */
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  build: {
    ssr: true,
    rolldownOptions: { input: { main: 'src/main.ts', ...workers } },
    outDir: 'dist',
    target: 'node24',
    sourcemap: true,
    minify: false,
    emptyOutDir: true,
  },
  ssr: { noExternal: [/^@backchannel\//] },
  logLevel: 'warn',
});
