import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// Tests are bundled, services run on Node alone: it sees fewer names in CommonJS packages, and strips types only.
test('Node itself can load the package', async () => {
  const address = new URL('index.ts', import.meta.url).href;
  const script = `import(${JSON.stringify(address)}).then((all) => console.log(Object.keys(all).length))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(Number(stdout)).toBeGreaterThan(5);
});
