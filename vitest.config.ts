import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { widget } from './apps/widget/vite.ts';

export default defineConfig({
  plugins: [widget()],
  // Services are wired by the types of their constructors: decorators must leave those types behind.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    include: ['**/src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: [fileURLToPath(new URL('./tools/stack/src/vitest.ts', import.meta.url))],
    testTimeout: 20_000,
    // What is awaited comes at once, but for a machine with much to do.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
