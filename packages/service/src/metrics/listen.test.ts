import { freePort } from '@backchannel/stack';
import { expect, onTestFinished, test } from 'vitest';
import { listenForMetrics } from './listen.ts';

test('an event loop with nothing to do has no lag', async () => {
  const metricsPort = await freePort();
  onTestFinished(await listenForMetrics({ metricsPort, metricsHost: '127.0.0.1' }, { name: 'idle', meters: () => [] }));
  const least = async () => {
    const page = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    return Number(/^nodejs_eventloop_lag_min_seconds\{service="idle"\} (.+)$/m.exec(page)?.[1]);
  };
  // Each look at the page begins anew, and the loop is looked at ten times a second.
  await expect.poll(least, { interval: 300 }).toBeLessThan(0.05);
});
