import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export type Answer = (response: ServerResponse) => void;

/** A server that answers each request as it is told, the last one's way from then on. */
export class Misbehaving implements AsyncDisposable {
  readonly seen: Seen[] = [];
  readonly #server = createServer();
  readonly #answers: readonly Answer[];

  private constructor(answers: readonly Answer[]) {
    this.#answers = answers;
    this.#server.on('request', (request, response) => void this.#hear(request, response));
  }

  static async open(...answers: readonly Answer[]): Promise<Misbehaving> {
    const one = new Misbehaving(answers);
    await once(one.#server.listen(0, '127.0.0.1'), 'listening');
    return one;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = Date.now();
    const { method = '', url = '', headers } = request;
    const body = (await request.toArray()).join('');
    this.seen.push({ at, method, path: url, headers, body });
    this.#answers[Math.min(this.seen.length, this.#answers.length) - 1]?.(response);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const say = (status: number, body: string, headers: Record<string, string> = {}): Answer => {
  return (response) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
};

export const accepted = say(202, '{"inputId":"1","status":"accepted"}');
export const answered = say(200, '{"inputId":"1","status":"answered","turn":1}');
export const webPage = (status: number) => say(status, '<h1>Bad gateway</h1>', { 'content-type': 'text/html' });
export const hangs: Answer = () => {};
export const hangsUp: Answer = (response) => void response.destroy();
/** The head of an answer, a part of its body, and no more. */
export const half: Answer = (response) => {
  response.writeHead(202, { 'content-type': 'application/json', 'content-length': '35' });
  response.write('{"inputId":"1"', () => response.destroy());
};
/** As a proxy gives it that takes the end of a connection for the end of an answer. */
export const cutOff = say(202, '{"inputId":"1"');

export function refused(status: number, code: string, headers: Record<string, string> = {}): Answer {
  const problem = { type: `urn:backchannel:problem:${code}`, title: 'No', status, code };
  const body = JSON.stringify({ ...problem, detail: '/message: too long', pointer: '/message', inputId: '7' });
  return say(status, body, { 'content-type': 'application/problem+json', ...headers });
}

export function receipt(outcome: string, code: string | null = null): Answer {
  return say(200, JSON.stringify({ inputId: '1', outcome, code, note: null, pointer: null, stages: [] }));
}
