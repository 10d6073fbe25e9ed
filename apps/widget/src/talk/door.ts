import type { ConversationOpened, TokenRenewed } from '@backchannel/contracts';
import { ask } from './ask.ts';
import { type Conversation, isConversation } from './conversations.ts';
import { type Fate, fateOfProblem } from './fate.ts';
import type { Identity } from './talking.ts';

/** Why the server did not do it. */
export interface Refusal {
  readonly fate: Fate;
  readonly retryAfter?: number;
}

/** What a tab asks of the server over HTTP. Everything answers with what is to be kept, or a refusal. */
export class Door {
  readonly #address: string;
  readonly #server: string;
  readonly #botId: string;

  constructor(server: string, botId: string) {
    this.#server = server;
    this.#address = `${server}/v1/conversations`;
    this.#botId = botId;
  }

  async open(who: Identity): Promise<Conversation | Refusal> {
    const opened = await asked<ConversationOpened>(this.#address, { body: { botId: this.#botId, ...who } });
    if ('fate' in opened) return opened;
    const { conversationId, userId, token, socket } = opened;
    const now = Date.now();
    const nothing = { startedAt: now, last: null, closed: false, looked: 0 };
    const life = { token, expiresAt: Date.parse(opened.expiresAt), renewedAt: now };
    const conversation = { conversationId, userId, socket, server: this.#server, ...life, ...nothing };
    return isConversation(conversation) ? conversation : { fate: 'again' };
  }

  async renew(conversation: Conversation): Promise<Pick<Conversation, 'token' | 'expiresAt' | 'renewedAt'> | Refusal> {
    const renewed = await this.#ask<TokenRenewed>(conversation, 'token');
    if ('fate' in renewed) return renewed;
    return { token: renewed.token, expiresAt: Date.parse(renewed.expiresAt), renewedAt: Date.now() };
  }

  async close(conversation: Conversation): Promise<object | Refusal> {
    return await this.#ask(conversation, 'close');
  }

  /** The server may have moved since the conversation was opened. */
  socketOf({ server, socket }: Conversation): string {
    return server === this.#server ? socket : `${this.#server.replace(/^http/, 'ws')}/v1/socket`;
  }

  async #ask<Body extends object>({ conversationId, token }: Conversation, what: string): Promise<Body | Refusal> {
    return await asked<Body>(`${this.#address}/${conversationId}/${what}`, { token });
  }
}

async function asked<Body extends object>(address: string, asking: Parameters<typeof ask>[1]): Promise<Body | Refusal> {
  const answer = await ask(address, asking);
  if ('body' in answer) return answer.body as Body;
  return { fate: fateOfProblem(answer.problem?.code ?? null), retryAfter: answer.retryAfter };
}
