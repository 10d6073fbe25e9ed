import type { ConversationOpened, Problem, TokenRenewed } from '@backchannel/contracts';
import { type Conversation, isConversation } from './conversations.ts';
import { type Fate, fateOfProblem } from './fate.ts';
import type { Said } from './said.ts';
import type { Identity, Trouble } from './talking.ts';

const TIMEOUT_MS = 10_000;

/** Why the server did not do it. */
export interface Refusal {
  readonly fate: Fate;
  readonly problem?: Trouble;
  readonly retryAfter?: number;
}

/** What a tab asks of the server over HTTP: once; it never rejects. */
export class Door {
  readonly #server: string;
  readonly #botId: string;

  constructor(server: string, botId: string) {
    this.#server = server;
    this.#botId = botId;
  }

  async open(who: Identity): Promise<Conversation | Refusal> {
    const answer = await this.#post<ConversationOpened>('', { body: { botId: this.#botId, ...who } });
    if ('fate' in answer) return answer;
    const { conversationId, userId, token, socket } = answer;
    const startedAt = Date.now();
    const life = { token, expiresAt: Date.parse(answer.expiresAt), renewedAt: startedAt };
    const nothing = { last: null, closed: false, looked: 0 };
    const conversation = { conversationId, userId, server: this.#server, socket, startedAt, ...life, ...nothing };
    return isConversation(conversation) ? conversation : { fate: 'again' };
  }

  async renew(conversation: Conversation): Promise<Pick<Conversation, 'token' | 'expiresAt' | 'renewedAt'> | Refusal> {
    const answer = await this.#post<TokenRenewed>(`/${conversation.conversationId}/token`, conversation);
    if ('fate' in answer) return answer;
    return { token: answer.token, expiresAt: Date.parse(answer.expiresAt), renewedAt: Date.now() };
  }

  async say({ conversationId, token }: Conversation, body: object): Promise<Pick<Said, 'inputId'> | Refusal> {
    return await this.#post(`/${conversationId}/messages`, { token, body });
  }

  async close(conversation: Conversation): Promise<object | Refusal> {
    return await this.#post(`/${conversation.conversationId}/close`, conversation);
  }

  /** The server may have moved since the conversation was opened. */
  socketOf({ server, socket }: Conversation): string {
    return server === this.#server ? socket : `${this.#server.replace(/^http/, 'ws')}/v1/socket`;
  }

  async #post<Body extends object>(
    path: string,
    { token, body }: { readonly token?: string; readonly body?: object },
  ): Promise<Body | Refusal> {
    try {
      const response = await fetch(`${this.#server}/v1/conversations${path}`, {
        method: 'POST',
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(token && { authorization: `Bearer ${token}` }),
        },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const answer = (await response.json()) as Body | Problem;
      if (response.ok) return answer as Body;
      const problem = answer as Problem;
      const seconds = Number(response.headers.get('retry-after'));
      return { fate: fateOfProblem(problem.code), problem, retryAfter: seconds > 0 ? seconds * 1000 : 0 };
    } catch {
      // Nobody answers, or somebody who is not Backchannel: the person is shown that there is no connection.
      return { fate: 'again' };
    }
  }
}
