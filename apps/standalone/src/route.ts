import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Running } from '@backchannel/service';

/** Which service answers at an address; everything else is the demo. */
const addresses: readonly (readonly [prefix: string, service: string])[] = [
  ['/thirdparty-services-0.1/', 'ingest'],
  ['/v1/hooks/', 'ingest'],
  ['/v1/', 'chat'],
];

/** One port for all services: each gets the requests of its addresses, as if it were listening by itself. */
export function route(server: Server, services: readonly Running[], others: RequestListener): void {
  const named = new Map(services.map((service) => [service.name, service.server]));
  const serverOf = ({ url = '/' }: IncomingMessage) =>
    named.get(addresses.find(([prefix]) => url.startsWith(prefix))?.[1] ?? '');

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/health/')) return health(services, request, response);
    const service = serverOf(request);
    return service ? service.emit('request', request, response) : others(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    if (!serverOf(request)?.emit('upgrade', request, socket, head)) socket.destroy();
  });
}

function health(services: readonly Running[], { url }: IncomingMessage, response: ServerResponse): void {
  const waitsFor = services.flatMap(({ name, opened }) => opened.health.waitsFor().map((what) => `${name}: ${what}`));
  const isReady = url === '/health/live' || waitsFor.length === 0;
  const body = { status: url === '/health/live' ? 'live' : isReady ? 'ready' : 'waiting', waitsFor };
  response.writeHead(isReady ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
