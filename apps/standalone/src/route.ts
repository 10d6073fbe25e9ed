import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { problem } from '@backchannel/contracts';
import type { Running } from '@backchannel/service';

/** Which service answers at an address; everything else is the demo. */
const addresses: readonly (readonly [prefix: string, service: string])[] = [
  ['/thirdparty-services-0.1/', 'ingest'],
  ['/v1/hooks/', 'ingest'],
  ['/v1/inputs/', 'control'],
  ['/v1/', 'chat'],
  ['/widget.js', 'chat'],
  ['/widget/', 'chat'],
  ['/admin/', 'control'],
  ['/docs', 'control'],
];

interface Progress {
  readonly begun: () => readonly Running[];
  /** Whether they are all there are. */
  readonly started: () => boolean;
}

/**
 * One port for all services: each gets the requests of its addresses, as if it were listening by itself. Whoever comes
 * before they have started is asked to come again.
 */
export function route(server: Server, { begun, started }: Progress, others: RequestListener): void {
  const serverOf = ({ url = '/' }: IncomingMessage) => {
    const name = addresses.find(([prefix]) => url.startsWith(prefix))?.[1];
    return name === undefined ? undefined : (begun().find((service) => service.name === name)?.server ?? null);
  };

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/health/')) return health({ begun, started }, request, response);
    const service = serverOf(request);
    if (service === undefined) return others(request, response);
    return service ? service.emit('request', request, response) : comeAgain(response);
  });
  server.on('upgrade', (request, socket, head) => {
    if (!serverOf(request)?.emit('upgrade', request, socket, head)) socket.destroy();
  });
}

function health({ begun, started }: Progress, { url }: IncomingMessage, response: ServerResponse): void {
  const starting = started() ? [] : ['the services are starting'];
  const named = begun().flatMap(({ name, opened }) => opened.health.waitsFor().map((what) => `${name}: ${what}`));
  const waitsFor = [...starting, ...named];
  const isLive = url === '/health/live';
  const status = isLive ? 'live' : waitsFor.length === 0 ? 'ready' : 'waiting';
  response.writeHead(status === 'waiting' ? 503 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(isLive ? { status } : { status, waitsFor }));
}

function comeAgain(response: ServerResponse): void {
  response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' });
  response.end(JSON.stringify(problem('unavailable', { detail: 'the services are starting' })));
}
