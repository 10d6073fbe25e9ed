import { expect, onTestFinished, test } from 'vitest';
import { readingsOf } from './readings.ts';
import { serve } from './serve.fixture.ts';

test('what is told under a name is read, by its labels', async () => {
  const figures = [
    '# TYPE backchannel_consumer_lag gauge',
    'backchannel_consumer_lag{topic="conversation.log",partition="3"} 0',
    'backchannel_consumer_lag{topic="conversation.log",partition="5"} 12',
    'backchannel_consumer_lags{topic="conversation.log"} 7',
    'backchannel_ready 1',
  ];
  const metricsUrl = await serve(() => figures.join('\n'), onTestFinished);
  expect([...(await readingsOf({ metricsUrl }, 'backchannel_consumer_lag'))]).toEqual([
    ['topic="conversation.log",partition="3"', 0],
    ['topic="conversation.log",partition="5"', 12],
  ]);
});
