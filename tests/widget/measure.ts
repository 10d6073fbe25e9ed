import { realChromium } from '@backchannel/stack';
import { openEmbedded } from '../scenario/embedded.ts';
import { Flood } from './flood.ts';
import { Surroundings } from './surroundings.ts';

// What a chat with a thousand messages costs the browser: `node tests/widget/measure.ts`.

const MESSAGES = 1000;
const chromium = await realChromium();
const around = await Surroundings.open(chromium, openEmbedded({ bots: 'tests/widget/bots' }));
const flood = await Flood.open(around);
const { page } = flood.guest;
const devtools = await page.context().newCDPSession(page);
// Of the page's own thread: other work on the machine does not count.
await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });

/** In milliseconds of CPU, what the page has spent since it is there; and what it is made of. */
async function spent() {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
  const ms = (name: string) => of(name) * 1000;
  return {
    scripting: ms('ScriptDuration'),
    style: ms('RecalcStyleDuration'),
    layout: ms('LayoutDuration'),
    nodes: of('Nodes'),
    megabytes: of('JSHeapUsedSize') / 2 ** 20,
  };
}

async function measure(what: string, act: () => Promise<unknown>): Promise<void> {
  const before = await spent();
  await act();
  const after = await spent();
  const [scripting, style, layout] = (['scripting', 'style', 'layout'] as const).map((name) =>
    Math.max(0, after[name] - before[name])
      .toFixed(0)
      .padStart(6),
  );
  process.stdout.write(
    `${what.padEnd(44)} scripting ${scripting} ms, style ${style} ms, layout ${layout} ms; ` +
      `then ${after.nodes} nodes, ${after.megabytes.toFixed(1)} MB\n`,
  );
}

try {
  await measure(`${MESSAGES} messages come, one by one`, () => flood.pour(MESSAGES, 500));
  const last = (await flood.heard()).at(-1)?.[1] ?? '';
  await page.goto('about:blank');
  await measure(`a page with a chat of ${MESSAGES} messages opens`, async () => {
    await page.goBack();
    await flood.guest.says(last);
  });
  await measure('it is read up to the first', () => flood.readUp());
  await measure('and back to the newest', async () => {
    await flood.guest.tap('To the newest message');
    await flood.guest.says(last);
  });
} finally {
  await around.clear();
  await around.close();
}
