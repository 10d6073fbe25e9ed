// What `npm run build` leaves of the widget: what is served, for whoever wants to look at it, and its source maps.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildWidget } from './vite.ts';

const dist = join(import.meta.dirname, 'dist');
rmSync(dist, { recursive: true, force: true });
const { files, maps } = await buildWidget();
for (const { path, body } of [...files, ...maps]) {
  mkdirSync(dirname(join(dist, path)), { recursive: true });
  writeFileSync(join(dist, path), body);
}
