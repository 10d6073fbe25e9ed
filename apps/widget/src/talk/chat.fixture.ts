import type { ClientFrame, Message, ServerFrame } from '@backchannel/contracts';
import { type ProblemCode, problem } from '@backchannel/contracts';
import { vi } from 'vitest';

const LATENCY_MS = 5;

type Said = Omit<Extract<ClientFrame, { type: 'say' }>, 'type'>;

interface Talked {
  readonly messages: Message[];
  /** By the client's id. */
  readonly inputs: Map<string, string>;
  readonly rejected: Map<string, ProblemCode>;
  readonly asked: Record<string, unknown>;
}

/**
 * Chat as the talk's tests need it: in memory, in the hands of the test, for races that a real one can't be made to have.
 * What is said comes into the transcript, and nobody answers unless the test says so.
 */
export class FakeChat {
  readonly conversations = new Map<string, Talked>();
  readonly sockets: FakeSocket[] = [];
  readonly posts: string[] = [];
  epoch = 'e1';
  isReachable = true;
  /** What is answered to the next of these instead of doing it. */
  readonly refusals: { to: string; code: ProblemCode; retryAfter?: number }[] = [];
  /** What has been done, and of which nobody hears. */
  readonly losses: string[] = [];
  /** Which socket has been told that a page call is its own. */
  readonly claims = new Map<string, FakeSocket>();
  /** Until what the log has taken is in the transcript. */
  turnMs = 10;
  expiresAt = '2999-01-01T00:00:00Z';
  #tokens = 0;

  constructor() {
    vi.stubGlobal('fetch', (address: string, init: RequestInit) => this.#fetch(address, init));
    vi.stubGlobal('WebSocket', socketOf(this));
  }

  /** The sockets that are open. */
  get open(): FakeSocket[] {
    return this.sockets.filter(({ readyState }) => readyState === 1);
  }

  get last(): FakeSocket {
    const socket = this.open.at(-1);
    if (!socket) throw new Error('nobody is connected');
    return socket;
  }

  get only(): Talked {
    const [talked, ...others] = this.conversations.values();
    if (!talked || others.length > 0) throw new Error(`there are ${this.conversations.size} conversations`);
    return talked;
  }

  /** The bot or an outside system says something; in the last conversation if not told otherwise. */
  answer(more: Partial<Message> = {}, id = [...this.conversations.keys()].at(-1) ?? ''): void {
    const talked = this.conversations.get(id);
    if (!talked) throw new Error(`no conversation ${id}`);
    const seq = talked.messages.length + 1;
    const message = {
      seq,
      id: `m-${seq}`,
      from: 'bot' as const,
      type: 'text',
      at: Date.now(),
      text: `${seq}`,
      ...more,
    };
    talked.messages.push(message);
    for (const socket of this.open) if (socket.conversation === id) socket.tell({ type: 'message', message });
  }

  refuse(to: string, code: ProblemCode, retryAfter?: number): void {
    this.refusals.push({ to, code, ...(retryAfter && { retryAfter }) });
  }

  /** The network is gone, and everybody notices. */
  cut(): void {
    this.isReachable = false;
    for (const socket of this.sockets) socket.end(1006);
  }

  isNext(to: string): boolean {
    return this.refusals.some((one) => one.to === to);
  }

  refusal(to: string) {
    const at = this.refusals.findIndex((one) => one.to === to);
    return at < 0 ? undefined : this.refusals.splice(at, 1)[0];
  }

  isLost(what: string): boolean {
    const at = this.losses.indexOf(what);
    if (at >= 0) this.losses.splice(at, 1);
    return at >= 0;
  }

  async #fetch(address: string, init: RequestInit): Promise<Response> {
    await pause();
    if (!this.isReachable) throw new TypeError('no network');
    const [, id, what = 'open'] = /\/v1\/conversations(?:\/([^/]+)\/(\w+))?$/.exec(address) ?? [];
    this.posts.push(what);
    const refused = this.refusal(what);
    if (refused) {
      const { code, retryAfter } = refused;
      const said = problem(code);
      const headers = retryAfter ? { 'retry-after': `${retryAfter}` } : undefined;
      return Response.json(said, { status: said.status, headers });
    }
    const answer =
      id === undefined ? this.#begin(JSON.parse(init.body as string) as Talked['asked']) : this.#do(id, what, init);
    await pause();
    if (this.isLost(what) || !this.isReachable) throw new TypeError('no answer');
    return Response.json(answer, { status: 201 });
  }

  #begin(asked: Talked['asked']): object {
    const conversationId = `c-${this.conversations.size + 1}`;
    this.conversations.set(conversationId, { messages: [], inputs: new Map(), rejected: new Map(), asked });
    const { userId = `u-${conversationId}` } = asked as { userId?: string };
    return { conversationId, userId, botId: 'shop', ...this.#token(conversationId), socket: 'ws://sockets/v1/socket' };
  }

  #do(id: string, what: string, { headers, body }: RequestInit): object {
    const sent = new Headers(headers).get('authorization') ?? '';
    if (!sent.startsWith(`Bearer ${id} `)) throw new Error(`token ${sent} for ${id}`);
    if (what === 'token') return this.#token(id);
    if (what === 'messages') return this.take(id, JSON.parse(body as string) as Said);
    this.answer({ type: 'closed', text: undefined }, id);
    return { inputId: 'i-close' };
  }

  /** The log takes it once, whatever it comes by, and a little later it is in the transcript. */
  take(conversation: string, { id, text, postback }: Said): { inputId: string; isKnown: boolean } {
    const { inputs } = this.talked(conversation);
    const known = inputs.get(id);
    const inputId = known ?? `i-${conversation}-${inputs.size + 1}`;
    inputs.set(id, inputId);
    const isKnown = known !== undefined;
    const line = { id: inputId, from: 'user', text: text ?? postback?.label } as const;
    if (!isKnown && !this.isNext('outcome')) setTimeout(() => this.answer(line, conversation), this.turnMs);
    return { inputId, isKnown };
  }

  talked(conversation: string): Talked {
    const talked = this.conversations.get(conversation);
    if (!talked) throw new Error(`no conversation ${conversation}`);
    return talked;
  }

  #token(id: string) {
    this.#tokens += 1;
    return { token: `${id} ${this.#tokens}`, expiresAt: this.expiresAt };
  }
}

/** The page's end of a socket, and what the server does at the other. */
export class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  readonly said: ClientFrame[] = [];
  readonly address: string;
  readyState = 0;
  conversation = '';
  /** It takes what is said, and nothing comes of it. */
  isDead = false;
  readonly #chat: FakeChat;

  constructor(chat: FakeChat, address: string) {
    super();
    this.#chat = chat;
    this.address = address;
    chat.sockets.push(this);
    setTimeout(() => {
      if (this.readyState !== 0) return;
      if (!chat.isReachable) return this.end(1006);
      this.readyState = 1;
      this.dispatchEvent(new Event('open'));
    }, LATENCY_MS);
  }

  send(text: string): void {
    const frame = JSON.parse(text) as ClientFrame;
    this.said.push(frame);
    setTimeout(() => this.readyState === 1 && !this.isDead && this.#hear(frame), LATENCY_MS);
  }

  close(): void {
    this.end(1005);
  }

  end(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }

  tell(frame: ServerFrame): void {
    setTimeout(() => {
      if (this.readyState !== 1 || this.isDead) return;
      this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
    }, LATENCY_MS);
  }

  all<Type extends ClientFrame['type']>(type: Type): Extract<ClientFrame, { type: Type }>[] {
    return this.said.filter((frame): frame is Extract<ClientFrame, { type: Type }> => frame.type === type);
  }

  #hear(frame: ClientFrame): void {
    if (frame.type === 'hello') this.#welcome(frame);
    if (frame.type === 'say') this.#say(frame);
    if (frame.type === 'claim') this.#claim(frame.callId);
    if (frame.type === 'return') this.#return(frame.callId);
  }

  #claim(callId: string): void {
    const { claims } = this.#chat;
    if (!claims.has(callId)) claims.set(callId, this);
    this.tell({ type: 'claimed', callId, yours: claims.get(callId) === this });
  }

  #return(callId: string): void {
    const refused = this.#chat.refusal('return');
    if (refused) this.tell({ type: 'problem', id: callId, problem: problem(refused.code) });
    else this.tell({ type: 'accepted', id: callId, inputId: `i-${callId}` });
  }

  #welcome({ token, after, epoch }: Extract<ClientFrame, { type: 'hello' }>): void {
    this.conversation = token.split(' ')[0] ?? '';
    const { messages } = this.#talked;
    this.tell({ type: 'welcome', epoch: this.#chat.epoch, head: messages.length });
    const known = epoch === this.#chat.epoch ? after : 0;
    for (const message of messages.slice(known)) this.tell({ type: 'message', message });
  }

  #say(said: Extract<ClientFrame, { type: 'say' }>): void {
    const { id } = said;
    const refused = this.#chat.refusal('say');
    if (refused) return this.tell({ type: 'problem', id, problem: problem(refused.code) });
    const { rejected } = this.#talked;
    const { inputId, isKnown } = this.#chat.take(this.conversation, said);
    if (!this.#chat.isLost('say')) this.tell({ type: 'accepted', id, inputId });
    const outcome = isKnown ? rejected.get(id) : this.#chat.refusal('outcome')?.code;
    if (outcome === undefined) return;
    rejected.set(id, outcome);
    setTimeout(() => this.tell({ type: 'problem', id, problem: problem(outcome, { inputId }) }), this.#chat.turnMs);
  }

  get #talked(): Talked {
    return this.#chat.talked(this.conversation);
  }
}

const socketOf = (chat: FakeChat) =>
  class extends FakeSocket {
    constructor(address: string) {
      super(chat, address);
    }
  };

const pause = () => new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
