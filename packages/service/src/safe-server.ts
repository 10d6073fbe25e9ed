import { createServer, type RequestListener, type Server } from 'node:http';
import { bound, patience } from './patience.ts';
import { safeHeaders } from './safe-headers.ts';

/** A server that is open to everybody and is no service's own: as patient as those, and its answers as careful. */
export function safeServer(publicUrl: string, answer?: RequestListener): Server {
  const headers = safeHeaders(publicUrl);
  const all = Object.entries(headers);
  const server = createServer(patience);
  server.on('request', (_request, response) => {
    for (const [name, value] of all) response.setHeader(name, value);
  });
  if (answer) server.on('request', answer);
  bound(server, headers);
  return server;
}
