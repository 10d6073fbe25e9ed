import { hash } from 'node:crypto';
import { ConversationOpened, type Message, webViewPath } from '@backchannel/contracts';
import { insist } from './insist.ts';
import { Tab } from './tab.ts';

export interface Doors {
  readonly chat: string;
  readonly ingest: string;
}

/** What is posted, and under which key. */
export interface Post {
  readonly text: string;
  readonly key: string;
}

/** Somebody with one tab open, of whom an outside system knows. */
export class Person {
  readonly tab: Tab;
  readonly conversation: ConversationOpened;
  readonly #doors: Doors;
  readonly #gone = new AbortController();

  private constructor(doors: Doors, conversation: ConversationOpened, shown: (message: Message) => void) {
    this.#doors = doors;
    this.conversation = conversation;
    this.tab = new Tab(conversation, { shown });
  }

  static async arrive(doors: Doors, botId: string, shown: (message: Message) => void): Promise<Person> {
    const signal = AbortSignal.timeout(60_000);
    // Who has published a bot a moment ago is not known everywhere yet.
    const opened = await insist({ url: `${doors.chat}/v1/conversations`, body: { botId }, signal, later: [404] });
    return new Person(doors, ConversationOpened.parse(opened), shown);
  }

  /** Until it is durable. Gives the input's id. */
  say(text: string, again: () => void): Promise<string> {
    return this.tab.say(text, again);
  }

  /** Under one key until it is durable. Gives the input's id. */
  async post({ text, key }: Post, again: () => void): Promise<string> {
    const { botId, conversationId, userId } = this.conversation;
    const contextVariables = [{ name: 'number', value: key }];
    const answer = await insist({
      url: `${this.#doors.ingest}${webViewPath}`,
      headers: { authorization: hash('sha256', `${conversationId} || ${botId}`), 'idempotency-key': key },
      body: { botId, conversationId, userId, message: text, contextVariables },
      signal: this.#gone.signal,
      again,
    });
    return (answer as { inputId: string }).inputId;
  }

  leave(): void {
    this.#gone.abort();
    this.tab.leave();
  }
}
