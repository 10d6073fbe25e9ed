import { defineConfig } from 'vite';

/** Bundles a service into `dist/main.js`: our packages inside, everything from the registry outside. */
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  build: { ssr: 'src/main.ts', outDir: 'dist', target: 'node24', sourcemap: true, minify: false, emptyOutDir: true },
  ssr: { noExternal: [/^@backchannel\//] },
  logLevel: 'warn',
});
