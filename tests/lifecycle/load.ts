import { setTimeout as sleep } from 'node:timers/promises';
import { post } from '../scenario/outside.ts';
import { Person } from '../scenario/person.ts';

interface Doors {
  readonly chat: string;
  readonly ingest: string;
}

/** What came of the load. */
export interface Told {
  readonly said: number;
  readonly posted: number;
  /** What tabs must never get: a message twice, or one that leaves a gap. */
  readonly surprises: readonly string[];
  /** People who were not answered everything, once and in order. */
  readonly wrong: readonly string[];
  /** Answers above 499 that somebody got. */
  readonly errors: readonly string[];
  /** The longest time from saying something to seeing the answer. */
  readonly longestMs: number;
}

/** People who talk and pay, each at their own pace, until they are told to stop. */
export class Load {
  readonly #doors: Doors;
  readonly #people: Promise<Talk[]>;
  readonly #errors: string[] = [];
  readonly #fetch = globalThis.fetch;
  #stopped = false;
  #longest = 0;

  constructor(doors: Doors, count: number) {
    this.#doors = doors;
    globalThis.fetch = async (...asked) => {
      const response = await this.#fetch(...asked);
      if (response.status >= 500 && !response.url.endsWith('/health/ready')) {
        this.#errors.push(`${response.status} ${response.url}: ${await response.clone().text()}`);
      }
      return response;
    };
    this.#people = Promise.all(Array.from({ length: count }, (_, number) => this.#live(number)));
  }

  /** Since the last time it was asked. */
  longestMs(): number {
    const longest = this.#longest;
    this.#longest = 0;
    return longest;
  }

  async stop(): Promise<Told> {
    this.#stopped = true;
    const talks = await this.#people;
    globalThis.fetch = this.#fetch;
    return {
      said: talks.reduce((sum, { orders }) => sum + orders, 0),
      posted: talks.reduce((sum, { payments }) => sum + payments, 0),
      surprises: talks.flatMap(({ person }) => person.surprises),
      wrong: talks.flatMap((talk) => wrongIn(talk)),
      errors: this.#errors,
      longestMs: this.#longest,
    };
  }

  async #live(number: number): Promise<Talk> {
    await sleep(number * 40);
    const person = await Person.arrive(this.#doors.chat);
    const talk: Talk = { person, orders: 0, payments: 0 };
    while (!this.#stopped) {
      const began = performance.now();
      const order = (talk.orders += 1);
      await person.say(`order ${order}`);
      if (order % 3 === 0) await this.#pay(talk);
      await person.sees(`You said: order ${order}`);
      this.#longest = Math.max(this.#longest, performance.now() - began);
      await sleep(150);
    }
    person.leave();
    return talk;
  }

  async #pay(talk: Talk): Promise<void> {
    const payment = (talk.payments += 1);
    const variables = { PaymentId: `P-${payment}`, PaymentStatus: 'PROCESSED' };
    const { status } = await post(this.#doors.ingest, {
      ids: talk.person.ids,
      message: 'webrequest',
      variables,
      key: `payment ${payment}`,
    });
    if (status !== 202) this.#errors.push(`${status} for a post`);
    await talk.person.sees(`Payment P-${payment} is PROCESSED.`);
  }
}

interface Talk {
  readonly person: Person;
  orders: number;
  payments: number;
}

function wrongIn({ person, orders, payments }: Talk): string[] {
  const bot = person.messages.filter(({ from }) => from === 'bot').map(({ text = '' }) => text);
  const numbers = (pattern: RegExp) => bot.flatMap((text) => Number(pattern.exec(text)?.[1] ?? 0) || []);
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1).join();
  const [ordered, paid] = [numbers(/^You said: order (\d+)$/).join(), numbers(/^Payment P-(\d+) is/).join()];
  return [
    ...(ordered === upTo(orders) ? [] : [`orders ${ordered}, and not up to ${orders}`]),
    ...(paid === upTo(payments) ? [] : [`payments ${paid}, and not up to ${payments}`]),
  ];
}
