import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import type { Reporter } from 'vitest/node';
import { widget } from './apps/widget/vite.ts';

const isCi = Boolean(process.env['CI']);
const second: string[] = [];

/** Nothing that happens now and then is overlooked. */
const tellsSecondTries: Reporter = {
  onTestCaseResult(test) {
    if (test.diagnostic()?.flaky) second.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  },
  onTestRunEnd() {
    for (const name of second) process.stdout.write(`passed only at the second try: ${name}\n`);
  },
};

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// What the packages that tests import compile to, for every process that imports them after the first.
process.env['NODE_COMPILE_CACHE'] ??= here('node_modules/.cache/compiled');

export default defineConfig({
  plugins: [widget(here('node_modules/.cache/widget.json'))],
  // Services are wired by the types of their constructors: decorators must leave those types behind.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    include: ['**/src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: [here('tools/stack/src/vitest.ts')],
    tags: [{ name: 'long', description: 'Waits for what takes its time, or tries very many cases.' }],
    testTimeout: 20_000,
    // What is awaited comes at once, but for a machine with much to do.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 60_000,
    // Real brokers, stores and browsers on a machine shared with others: there, what passes only at the second try is told and
    // holds up nobody. At home it fails.
    retry: isCi ? 1 : 0,
    reporters: isCi ? ['default', tellsSecondTries] : ['default'],
    pool: 'forks',
    maxWorkers: 2,
  },
});
