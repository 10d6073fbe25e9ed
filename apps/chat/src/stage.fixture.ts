import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  BotSettings,
  type ConversationOpened,
  type Event,
  type Message,
  type ServerFrame,
  TurnAnswered,
} from '@backchannel/contracts';
import { type Broker, SqliteBroker } from '@backchannel/messaging';
import { type Slots, sqliteSlots } from '@backchannel/projection';
import { Opened, type Running, readEnvironment, serve } from '@backchannel/service';
import { WebSocket } from 'ws';
import { ChatModule } from './chat.module.ts';

export const secret = 'a secret of the tests that is long enough';

/** Instances of chat at work, and the services around it as far as a test says what they say. */
export class Stage implements AsyncDisposable {
  readonly broker: Broker;
  readonly slots: Slots;
  readonly #running: Running[] = [];
  readonly #pages: Page[] = [];
  readonly #turns = new Map<string, number>();

  constructor({ broker, slots }: { broker?: Broker; slots?: Slots | undefined } = {}) {
    this.broker = broker ?? new SqliteBroker({ path: ':memory:', partitions: 4 });
    this.slots = slots ?? sqliteSlots(':memory:');
  }

  /** Instances of different names are different groups of a broker that gives a group to one reader only. */
  async chat(name = 'chat', variables: NodeJS.ProcessEnv = {}): Promise<string> {
    const environment = readEnvironment({ TOKEN_SECRETS: secret, LOG_LEVEL: 'silent', ...variables });
    const opened = new Opened(name, environment, this.broker);
    opened.slots = () => this.slots;
    const running = await serve({ name, module: ChatModule }, opened);
    this.#running.push(running);
    running.server.listen(0, '127.0.0.1');
    await once(running.server, 'listening');
    await until(() => opened.health.waitsFor().length === 0);
    return `http://127.0.0.1:${(running.server.address() as AddressInfo).port}`;
  }

  async stop(at: number): Promise<void> {
    await this.#running.splice(at, 1)[0]?.close();
  }

  async bot(settings: Partial<BotSettings> = {}): Promise<void> {
    await this.broker.publish([BotSettings({ botId: 'shop', revision: 1, version: 1, ...settings }, { time: 1 })]);
  }

  /** What session and dialog would say: the next turn of the conversation, with these replies. */
  async answer(conversationId: string, more: Partial<TurnAnswered> = {}): Promise<void> {
    const turn = more.turn ?? (this.#turns.get(conversationId) ?? 0) + 1;
    if (more.final ?? true) this.#turns.set(conversationId, turn);
    await this.broker.publish([answer(conversationId, { turn, ...more })]);
  }

  page(address: string, options: PageOptions = {}): Page {
    const page = new Page(address, options);
    this.#pages.push(page);
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const page of this.#pages) page.end();
    await Promise.all(this.#running.map((running) => running.close()));
    await this.broker.close();
    await this.slots.close();
  }
}

function answer(conversationId: string, more: Partial<TurnAnswered> & { turn: number }): Event<TurnAnswered> {
  const { turn } = more;
  return TurnAnswered(
    {
      inputId: `input-${turn}`,
      message: null,
      replies: [{ id: `${turn}:a`, type: 'text', text: `answer ${turn}` }],
      final: true,
      failed: false,
      leaves: 'open',
      session: null,
      conversation: { conversationId, botId: 'shop', userId: 'u', attributes: {}, openedAt: 0, userAt: null },
      ...more,
    },
    { time: Date.now() },
  );
}

interface PageOptions {
  origin?: string;
  /** Says hello by itself, with this. */
  token?: string;
  after?: number;
  epoch?: string;
}

/** A page with an open socket. */
export class Page {
  readonly frames: ServerFrame[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly socket: WebSocket;

  constructor(address: string, { origin, token, after, epoch }: PageOptions) {
    this.socket = new WebSocket(`${address.replace(/^http/, 'ws')}/v1/socket`, { origin });
    this.socket.on('open', () => {
      if (token !== undefined) this.say({ type: 'hello', token, after, epoch });
    });
    this.socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString())));
    this.socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
    this.socket.on('error', () => {});
  }

  get messages(): Message[] {
    return this.frames.flatMap((frame) => (frame.type === 'message' ? [frame.message] : []));
  }
  get seqs(): number[] {
    return this.messages.map(({ seq }) => seq);
  }
  get welcome() {
    return this.all('welcome').at(-1);
  }

  all<Type extends ServerFrame['type']>(type: Type) {
    return this.frames.filter((frame): frame is Extract<ServerFrame, { type: Type }> => frame.type === type);
  }

  say(frame: object): void {
    this.socket.send(JSON.stringify(frame));
  }

  async opened(): Promise<this> {
    await until(() => this.socket.readyState === WebSocket.OPEN);
    return this;
  }
  async welcomed(): Promise<this> {
    await until(() => this.welcome !== undefined);
    return this;
  }
  async shows(count: number): Promise<this> {
    await until(() => this.messages.length >= count);
    return this;
  }
  async ended(): Promise<{ code: number; reason: string }> {
    await until(() => this.closed !== null);
    return this.closed ?? { code: 0, reason: '' };
  }

  end(): void {
    this.socket.terminate();
  }
}

/** Looks again with every turn of the event loop. The test's own time limit is the end of its patience. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 2));
}

export async function call(
  url: string,
  {
    token,
    body,
    ...init
  }: Omit<RequestInit, 'body' | 'headers'> & { token?: string; body?: unknown; headers?: Record<string, string> } = {},
) {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    ...init,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...init.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

export async function open(address: string, body: object = {}): Promise<ConversationOpened> {
  return (await call(`${address}/v1/conversations`, { body: { botId: 'shop', ...body } })).body;
}
