import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { realChromium } from '@backchannel/stack';
import { Hall } from '../src/view/gallery.fixture.ts';
import { desktop, phone } from './screens.ts';

// A picture of every state of the chat, on desktop and phone, light and dark: `node gallery/take.ts FOLDER`.

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder?');
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const chromium = await realChromium();
if (chromium.missing) throw new Error(chromium.missing);
const hall = await Hall.open(chromium);
const start = await hall.visit('closed');
const states = await start.page.locator('nav a').allTextContents();
await start.leave();

const looks = [
  ['desktop-light', { ...desktop, colorScheme: 'light' }],
  ['desktop-dark', { ...desktop, colorScheme: 'dark' }],
  ['phone-light', { ...phone, colorScheme: 'light' }],
  ['phone-dark', { ...phone, colorScheme: 'dark' }],
] as const;
try {
  for (const [name, look] of looks) {
    for (const state of states) {
      const { page, leave } = await hall.visit(state, look);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(folder, `${state}-${name}.png`), caret: 'hide' });
      await leave();
    }
  }
} finally {
  await hall.close();
}
