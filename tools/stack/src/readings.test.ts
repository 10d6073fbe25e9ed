import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readingsOf } from './readings.ts';

test('what is told under a name is read, by its labels', async () => {
  const figures = [
    '# TYPE backchannel_consumer_lag gauge',
    'backchannel_consumer_lag{topic="conversation.log",partition="3"} 0',
    'backchannel_consumer_lag{topic="conversation.log",partition="5"} 12',
    'backchannel_consumer_lags{topic="conversation.log"} 7',
    'backchannel_ready 1',
  ];
  const server = createServer((_, response) => void response.end(figures.join('\n'))).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const metricsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect([...(await readingsOf({ metricsUrl }, 'backchannel_consumer_lag'))]).toEqual([
    ['topic="conversation.log",partition="3"', 0],
    ['topic="conversation.log",partition="5"', 12],
  ]);
});
