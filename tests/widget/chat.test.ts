import { realChromium } from '@backchannel/stack';
import { describe } from 'vitest';
import { openEmbedded } from '../scenario/embedded.ts';
import { journeys } from './journeys.ts';

const chromium = await realChromium();

describe.skipIf(chromium.missing)('the chat in a browser, embedded: one process on SQLite', () => {
  journeys({ chromium, process: 'standalone', open: () => openEmbedded({ bots: 'tests/widget/bots' }) });
});
