import { realChromium } from '@backchannel/stack';
import { describe } from 'vitest';
import { openDistributed } from '../scenario/distributed.ts';
import { journeys } from './journeys.ts';

const chromium = await realChromium();

describe.skipIf(chromium.missing)('the chat in a browser, distributed: real Kafka, Redis and Postgres', () => {
  journeys({ chromium, process: 'chat', open: () => openDistributed({ bots: ['tests/widget/bots'] }) });
});
