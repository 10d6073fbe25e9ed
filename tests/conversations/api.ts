import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Json } from '@backchannel/contracts';
import type { ApiAnswer } from './conversation.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Json;
}

type Answers = Readonly<Record<string, readonly ApiAnswer[]>>;

/** The outside APIs of all bots: a real server, below whose address each bot has a folder of its own. */
export class Apis {
  readonly host: string;
  readonly #server = createServer((request, response) => void this.#hear(request, response));
  readonly #folders = new Map<string, ApiFolder>();

  static async open(): Promise<Apis> {
    const apis = new Apis();
    apis.#server.listen(0, '127.0.0.1');
    await once(apis.#server, 'listening');
    return Object.assign(apis, { host: `127.0.0.1:${(apis.#server.address() as AddressInfo).port}` });
  }

  private constructor() {
    this.host = '';
  }

  folder(name: string, answers: Answers): ApiFolder {
    const folder = new ApiFolder(`http://${this.host}/${name}`, answers);
    this.#folders.set(name, folder);
    return folder;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, name = '', path = ''] = /^\/([^/]*)(.*)$/.exec(request.url ?? '') ?? [];
    const body = await text(request);
    const { method = '', headers } = request;
    const asked = {
      method,
      path,
      headers: headers as Record<string, string>,
      ...(body !== '' && { body: jsonOf(body) }),
    };
    const answer = await this.#folders.get(name)?.answer(asked);
    if (!answer || answer.breaks) return void request.socket.destroy();
    const given = answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers }).end(given);
  }
}

/** One bot's APIs: answers as it was told, and remembers what it was asked. */
export class ApiFolder {
  readonly url: string;
  readonly asked: Asked[] = [];
  readonly #answers: Map<string, ApiAnswer[]>;
  readonly #held = new Map<string, PromiseWithResolvers<void>>();

  constructor(url: string, answers: Answers) {
    this.url = url;
    this.#answers = new Map(Object.entries(answers).map(([call, list]) => [call, [...list]]));
  }

  /** What it answers, once it may; undefined for a call that nobody expects. */
  async answer(asked: Asked): Promise<ApiAnswer | undefined> {
    this.asked.push(asked);
    const call = `${asked.method} ${asked.path.replace(/\?.*/, '')}`;
    const answer = this.#answers.get(call)?.shift();
    if (answer?.held) await this.#hold(call).promise;
    return answer;
  }

  release(call: string): void {
    this.#hold(call).resolve();
  }

  #hold(call: string): PromiseWithResolvers<void> {
    const held = this.#held.get(call) ?? Promise.withResolvers<void>();
    this.#held.set(call, held);
    return held;
  }
}

function jsonOf(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}
