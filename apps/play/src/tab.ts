import { randomUUID } from 'node:crypto';
import {
  type ClientFrame,
  type ConversationOpened,
  type Message,
  type PageResult,
  ServerFrame,
} from '@backchannel/contracts';
import { Sentence } from '@backchannel/service';

type Words = Pick<Extract<ClientFrame, { type: 'say' }>, 'text' | 'postback'>;
type Answer = Extract<ServerFrame, { type: 'accepted' | 'claimed' }>;

export interface Heard {
  message(message: Message): void;
  typing(): void;
}

/** The person's one tab, as chat serves it. */
export class Tab {
  readonly #socket: WebSocket;
  readonly #heard: Heard;
  /** Frames that have no answer yet, by their ids. */
  readonly #open = new Map<string, PromiseWithResolvers<Answer>>();

  private constructor(socket: WebSocket, heard: Heard) {
    this.#socket = socket;
    this.#heard = heard;
    socket.addEventListener('message', ({ data }) => this.#hear(ServerFrame.parse(JSON.parse(String(data)))));
    socket.addEventListener('close', ({ reason }) => this.#lost(reason));
  }

  /** Resolves when the socket is open; what chat shows follows. */
  static async open({ socket: url, token }: ConversationOpened, heard: Heard): Promise<Tab> {
    const socket = new WebSocket(url);
    const tab = new Tab(socket, heard);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('chat does not open its socket')));
    await promise;
    tab.#send({ type: 'hello', token, after: 0 });
    return tab;
  }

  /** What the person says or taps; gives the id of the input. */
  async say(words: Words): Promise<string> {
    const id = randomUUID();
    return inputOf(await this.#ask(id, { type: 'say', id, ...words }));
  }

  /** Whether this tab is the one to run the page function. */
  async claim(callId: string): Promise<boolean> {
    const answer = await this.#ask(callId, { type: 'claim', callId });
    return answer.type === 'claimed' && answer.yours;
  }

  async returns(result: PageResult): Promise<string> {
    return inputOf(await this.#ask(result.callId, { type: 'return', ...result }));
  }

  /** What has no answer yet will have none. */
  close(): void {
    this.#open.clear();
    this.#socket.close();
  }

  #ask(id: string, frame: ClientFrame): Promise<Answer> {
    const asked = Promise.withResolvers<Answer>();
    this.#open.set(id, asked);
    this.#send(frame);
    return asked.promise;
  }

  #hear(frame: ServerFrame): void {
    if (frame.type === 'typing') this.#heard.typing();
    if (frame.type === 'message') {
      this.#heard.message(frame.message);
      this.#send({ type: 'ack', seq: frame.message.seq });
    }
    if (frame.type === 'accepted') this.#settle(frame.id)?.resolve(frame);
    if (frame.type === 'claimed') this.#settle(frame.callId)?.resolve(frame);
    if (frame.type === 'problem') {
      const { title, detail = title } = frame.problem;
      // What is rejected after it was accepted is told by its outcome.
      this.#settle(frame.id ?? '')?.reject(new Sentence(detail));
    }
  }

  #settle(id: string): PromiseWithResolvers<Answer> | undefined {
    const asked = this.#open.get(id);
    this.#open.delete(id);
    return asked;
  }

  #lost(reason: string): void {
    for (const { reject } of this.#open.values()) reject(new Error(`chat has closed the socket: ${reason}`));
    this.#open.clear();
  }

  #send(frame: ClientFrame): void {
    this.#socket.send(JSON.stringify(frame));
  }
}

function inputOf(answer: Answer): string {
  if (answer.type === 'accepted') return answer.inputId;
  throw new Error('chat has answered something else');
}
