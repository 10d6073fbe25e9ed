import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const Attributes = z.array(
  z.object({ key: z.string(), value: z.record(z.string(), z.unknown()).transform((value) => Object.values(value)[0]) }),
);
const Span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: Attributes.transform((all) => Object.fromEntries(all.map(({ key, value }) => [key, value]))),
  links: z.array(z.object({ traceId: z.string() })).default([]),
});
export type Span = z.infer<typeof Span>;
const Export = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: Attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(Span) })),
    }),
  ),
});

/** A collector of spans: what comes over OTLP, as JSON. */
export async function openCollector() {
  const spans: Span[] = [];
  const services = new Set<unknown>();
  const take = (body: unknown) => {
    for (const { resource, scopeSpans } of Export.parse(body).resourceSpans) {
      for (const { key, value } of resource.attributes) if (key === 'service.name') services.add(value);
      spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    }
  };
  const server = createServer((request, response) => {
    const answer = async () => {
      take(await json(request));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    };
    void answer();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    services,
    close: () => server.close(),
  };
}
