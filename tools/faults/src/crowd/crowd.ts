import type { Message } from '@backchannel/contracts';
import { type Doors, Person } from './person.ts';
import type { Utterance } from './utterance.ts';

/** So many come at a time. */
const TOGETHER = 32;

/** Those who are there: each has a conversation of their own. */
export class Crowd {
  readonly people: readonly Person[];
  /** All that was said by them or posted to them, by its numbers. */
  readonly said: Utterance[] = [];
  readonly #listeners: Set<Listener>;

  private constructor(people: readonly Person[], listeners: Set<Listener>) {
    this.people = people;
    this.#listeners = listeners;
  }

  static async gather(doors: Doors, botId: string, count: number): Promise<Crowd> {
    const listeners = new Set<Listener>();
    const people: Person[] = [];
    let left = count;
    const come = async () => {
      for (; left > 0; ) {
        left -= 1;
        people.push(
          await Person.arrive(doors, botId, (message) => {
            for (const listener of listeners) listener(message);
          }),
        );
      }
    };
    await Promise.all(Array.from({ length: Math.min(TOGETHER, count) }, come));
    return new Crowd(people, listeners);
  }

  /** Told of every line that comes to somebody's screen. Gives what ends that. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  disperse(): void {
    for (const person of this.people) person.leave();
  }
}

type Listener = (message: Message) => void;
