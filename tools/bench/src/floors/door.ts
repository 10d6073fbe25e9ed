import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { webViewPath } from '@backchannel/contracts';
import { topics } from './message.ts';
import type { Pipes } from './pipes.ts';

/** Takes posts as the product does, and looks at nothing: 202 when Kafka has it. */
export function door(pipes: Pick<Pipes, 'say'>): RequestListener {
  return (request, response) => {
    if (request.url !== webViewPath) return answer(response, 404);
    take(request, pipes).then(
      (inputId) => answer(response, 202, { inputId, status: 'accepted' }),
      () => answer(response, 503),
    );
  };
}

async function take(request: IncomingMessage, pipes: Pick<Pipes, 'say'>): Promise<string> {
  const { conversationId, message } = JSON.parse(await text(request)) as { conversationId: string; message: string };
  await pipes.say(topics.posts, { conversationId, text: message });
  return randomUUID();
}

export function answer(response: ServerResponse, status: number, body: object = {}): void {
  const json = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) });
  response.end(json);
}
