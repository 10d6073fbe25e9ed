import { createServer, type RequestListener } from 'node:http';
import { batchedPipes } from './batched.ts';
import { answer, door } from './door.ts';
import { topics } from './message.ts';
import { naivePipes } from './naive.ts';
import type { Addresses, Pipes } from './pipes.ts';
import { Rooms } from './rooms.ts';
import { statePipes } from './state.ts';

/*
 * One service of a floor: what the product is measured against. A floor has the hops of the product, and takes and shows the
 * same; between its hops there is no more than somebody would write by hand in an afternoon: no checks, no retries, no turns,
 * nothing that is remembered of what went wrong. `node main.ts naive|batched|state door|session|dialog|chat`
 */

const floors: Record<string, (addresses: Addresses) => Promise<Pipes>> = {
  naive: naivePipes,
  batched: batchedPipes,
  state: statePipes,
};

const [, , floor = '', role = ''] = process.argv;
const { PORT, KAFKA_BROKERS = '', REDIS_URL: redisUrl = '' } = process.env;
const name = `floor-${role}`;
const keepsState = role === 'session' || role === 'chat';
const open = floors[floor === 'state' && !keepsState ? 'batched' : floor];
if (!open) throw new Error(`there is no floor ${JSON.stringify(floor)}`);
const pipes = await open({ name, brokers: KAFKA_BROKERS.split(','), redisUrl });

/** As the product's doors: with Node's five seconds, who posts less often connects anew each time. */
const KEEP_ALIVE_MS = 65_000;

let listener: RequestListener = (_, response) => answer(response, 404);
const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
  if (request.url === '/health/ready') answer(response, 200);
  else listener(request, response);
});

switch (role) {
  case 'door':
    listener = door(pipes);
    break;
  case 'session':
    await pipes.hop(topics.posts, topics.turns, (message) => message);
    break;
  case 'dialog':
    await pipes.hop(topics.turns, topics.answers, ({ text, ...message }) => ({
      ...message,
      text: `You said ${text}.`,
    }));
    break;
  case 'chat': {
    const rooms = new Rooms();
    listener = rooms.open;
    rooms.listenOn(server);
    await pipes.show(topics.answers, floor === 'naive' ? rooms.one : rooms.many);
    break;
  }
  default:
    throw new Error(`a floor has no ${JSON.stringify(role)}`);
}

server.listen(Number(PORT), '127.0.0.1');
process.once('SIGTERM', () => {
  void pipes.close().finally(() => process.exit(0));
});
