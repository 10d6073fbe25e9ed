import { defineConfig } from 'vite';

/** One file of ES2022 for browsers, Node and the edge; `tsc` puts its types beside it. */
export default defineConfig({
  build: {
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'index' },
    target: 'es2022',
    sourcemap: true,
    emptyOutDir: true,
    rolldownOptions: { output: { minify: true } },
  },
  logLevel: 'warn',
});
