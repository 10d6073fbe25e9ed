import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ClientFrame,
  ConversationOpened,
  type Message,
  type PageResult,
  type Problem,
  ServerFrame,
  Transcript,
  type Variables,
} from '@backchannel/contracts';

type Words = Pick<Extract<ClientFrame, { type: 'say' }>, 'text' | 'postback'>;

/** A person with one tab open: says things until they are accepted, comes back when the socket is lost. */
export class Person {
  /** What the tab shows. */
  readonly messages: Message[] = [];
  /** What a tab must never get: a message twice, or one that leaves a gap. */
  readonly surprises: string[] = [];
  readonly problems: Problem[] = [];
  readonly conversation: ConversationOpened;
  readonly #chat: string;
  readonly #pending = new Map<string, { words: Words; accepted: () => void }>();
  readonly #watchers = new Set<() => void>();
  #socket: WebSocket | null = null;
  #epoch: string | undefined;
  #gone = false;

  private constructor(chat: string, conversation: ConversationOpened) {
    this.#chat = chat;
    this.conversation = conversation;
    void this.#stay();
  }

  static async arrive(chat: string, botId = 'parrot', attributes: Variables = {}): Promise<Person> {
    const response = await surely(() =>
      fetch(`${chat}/v1/conversations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ botId, attributes }),
      }),
    );
    return new Person(chat, ConversationOpened.parse(await response.json()));
  }

  /** One more tab of the same person. */
  anotherTab(): Person {
    return new Person(this.#chat, this.conversation);
  }

  get ids() {
    const { botId, conversationId, userId } = this.conversation;
    return { botId, conversationId, userId };
  }
  get texts(): (string | undefined)[] {
    return this.messages.map(({ text }) => text);
  }

  /** Resolves when the message is accepted. */
  say(text: string, id: string = randomUUID()): Promise<void> {
    return this.#utter({ text }, id);
  }

  /** Taps a button or a quick reply. Resolves when that is accepted. */
  tap(postback: { payload: string; label: string }): Promise<void> {
    return this.#utter({ postback }, randomUUID());
  }

  /** The page function has returned or failed; a client without tabs says so over HTTP. */
  async returns(result: PageResult): Promise<void> {
    await this.#post('messages', result);
  }

  async close(): Promise<void> {
    await this.#post('close', {});
  }

  /** Resolves when the tab shows it. */
  async sees(text: string): Promise<void> {
    await this.until(() => this.texts.includes(text), `sees ${JSON.stringify(text)}`);
  }

  async until(isSo: () => boolean, what: string, withinMs = 90_000): Promise<void> {
    if (isSo()) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const watch = () => isSo() && resolve();
    this.#watchers.add(watch);
    const late = setTimeout(() => resolve(), withinMs);
    await promise;
    clearTimeout(late);
    this.#watchers.delete(watch);
    if (!isSo()) throw new Error(`${what}: never, the tab shows ${JSON.stringify(this.texts)}`);
  }

  /** All of the transcript, read over HTTP. */
  async transcript(): Promise<Message[]> {
    const all: Message[] = [];
    for (let after = 0; ; ) {
      const address = `${this.#chat}/v1/conversations/${this.conversation.conversationId}/messages?after=${after}`;
      const response = await surely(() =>
        fetch(address, { headers: { authorization: `Bearer ${this.conversation.token}` } }),
      );
      const { messages, next } = Transcript.parse(await response.json());
      if (messages.length === 0) return all;
      all.push(...messages);
      after = next;
    }
  }

  /** The socket breaks; the tab comes back by itself. */
  drop(): void {
    this.#socket?.close();
  }

  leave(): void {
    this.#gone = true;
    this.#socket?.close();
  }

  #utter(words: Words, id: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pending.set(id, { words, accepted: resolve });
    this.#send({ type: 'say', id, ...words });
    return promise;
  }

  async #post(what: string, body: object): Promise<void> {
    const { conversationId, token } = this.conversation;
    const response = await surely(() =>
      fetch(`${this.#chat}/v1/conversations/${conversationId}/${what}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
    if (!response.ok) throw new Error(`${what}: ${response.status} ${await response.text()}`);
  }

  async #stay(): Promise<void> {
    while (!this.#gone) {
      await this.#visit();
      if (!this.#gone) await sleep(50);
    }
  }

  /** One socket, from its opening to its end. */
  #visit(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const socket = new WebSocket(this.conversation.socket);
    this.#socket = socket;
    const after = this.messages.at(-1)?.seq ?? 0;
    socket.addEventListener('open', () => {
      socket.send(
        JSON.stringify({
          type: 'hello',
          token: this.conversation.token,
          after,
          epoch: this.#epoch,
        } satisfies ClientFrame),
      );
    });
    socket.addEventListener('message', ({ data }) => this.#hear(ServerFrame.parse(JSON.parse(String(data)))));
    socket.addEventListener('close', () => resolve());
    socket.addEventListener('error', () => resolve());
    return promise;
  }

  #hear(frame: ServerFrame): void {
    if (frame.type === 'welcome') this.#welcome(frame.epoch);
    if (frame.type === 'message') this.#show(frame.message);
    if (frame.type === 'problem') this.#hearProblem(frame);
    if (frame.type === 'accepted') {
      this.#pending.get(frame.id)?.accepted();
      this.#pending.delete(frame.id);
    }
    for (const watch of this.#watchers) watch();
  }

  /** What can't be taken now is said again, as any client would. */
  #hearProblem({ id = '', problem }: Extract<ServerFrame, { type: 'problem' }>): void {
    if (problem.status < 500) this.problems.push(problem);
    const pending = this.#pending.get(id);
    if (pending) setTimeout(() => this.#pending.has(id) && this.#send({ type: 'say', id, ...pending.words }), 200);
  }

  #welcome(epoch: string): void {
    if (this.#epoch !== undefined && this.#epoch !== epoch) this.messages.length = 0;
    this.#epoch = epoch;
    for (const [id, { words }] of this.#pending) this.#send({ type: 'say', id, ...words });
  }

  #show(message: Message): void {
    const expected = (this.messages.at(-1)?.seq ?? 0) + 1;
    if (message.seq !== expected) this.surprises.push(`message ${message.seq} where ${expected} was due`);
    this.messages.push(message);
    this.#send({ type: 'ack', seq: message.seq });
  }

  #send(frame: ClientFrame): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}

/** Asks again until somebody answers with something else than "try again". */
export async function surely(ask: () => Promise<Response>): Promise<Response> {
  for (const end = Date.now() + 90_000; ; ) {
    const response = await ask().catch(() => null);
    if (response && response.status < 500) return response;
    if (Date.now() > end) throw new Error(`no answer: ${response ? await response.text() : 'nobody listens'}`);
    await sleep(100);
  }
}
