import type { Crowd } from './crowd.ts';
import { Refusal } from './insist.ts';
import type { Person } from './person.ts';
import { numberIn, textOf, type Utterance } from './utterance.ts';

/** What somebody does in one go: each as soon as the one before is accepted, so that it has a place in the order. */
const ERRANDS = [
  ['say', 'post', 'say'],
  ['post', 'say', 'post'],
] as const;
const EACH = 3;
const TICK_MS = 20;

type Kind = 'say' | 'post';

/** People who say things and are posted to, so many times a second, until they are told to stop. */
export class Load {
  /** Those of this load, of all that the crowd has said. */
  readonly utterances: Utterance[] = [];
  readonly began = new Date();
  /** Those who are made to wait: what they wait does not count, what they lose does. */
  readonly excused = new Set<number>();
  readonly #crowd: Crowd;
  readonly #perSecond: number;
  readonly #busy = new Set<number>();
  readonly #errands = new Set<Promise<void>>();
  readonly #unwatch: () => void;
  #timer: NodeJS.Timeout | undefined;
  #next = 0;

  constructor(crowd: Crowd, perSecond: number) {
    this.#crowd = crowd;
    this.#perSecond = perSecond;
    this.#unwatch = crowd.watch(({ from, text }) => {
      const number = from === 'bot' ? numberIn(text) : undefined;
      const utterance = number === undefined ? undefined : crowd.said[number];
      if (utterance) utterance.shownAt ??= performance.now();
    });
  }

  start(): void {
    const began = performance.now();
    let begun = 0;
    this.#timer = setInterval(() => {
      const due = (((performance.now() - began) / 1000) * this.#perSecond) / EACH;
      for (; begun < due; begun += 1) this.#beginErrand();
    }, TICK_MS);
  }

  /** Nobody begins anything new. */
  pause(): void {
    clearInterval(this.#timer);
  }

  /** All that was begun is accepted, and what was accepted is shown. */
  get isDone(): boolean {
    return (
      this.#errands.size === 0 && this.utterances.every(({ shownAt, refusal }) => shownAt !== undefined || refusal)
    );
  }

  close(): void {
    this.pause();
    this.#unwatch();
  }

  /** One more, by somebody who may be in the middle of something. Resolves when it is accepted or refused. */
  async utter(place: number, kind: Kind, prefix?: string): Promise<Utterance> {
    const { utterance, person } = this.utterance(place);
    const text = textOf(utterance.number, prefix);
    const again = () => {
      utterance.again += 1;
    };
    try {
      utterance.inputId =
        kind === 'say'
          ? await person.say(text, again)
          : await person.post({ text, key: `key ${utterance.number}` }, again);
      utterance.acceptedAt = performance.now();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      utterance.refusal = error.message;
    }
    return utterance;
  }

  /** The next number, for who says it by themselves. */
  utterance(place: number): { utterance: Utterance; person: Person } {
    const person = this.#crowd.people[place];
    if (!person) throw new Error(`there is nobody in place ${place}`);
    const number = this.#crowd.said.length;
    const utterance: Utterance = { number, person: place, saidAt: performance.now(), again: 0 };
    this.#crowd.said.push(utterance);
    this.utterances.push(utterance);
    return { utterance, person };
  }

  /** By the next one who has time: who waits for an answer of the door begins nothing. */
  #beginErrand(): void {
    const { length } = this.#crowd.people;
    for (let tried = 0; tried < length; tried += 1) {
      const place = this.#next;
      this.#next = (this.#next + 1) % length;
      if (this.#busy.has(place)) continue;
      this.#busy.add(place);
      const errand = this.#run(place).finally(() => {
        this.#busy.delete(place);
        this.#errands.delete(errand);
      });
      this.#errands.add(errand);
      return;
    }
  }

  async #run(place: number): Promise<void> {
    const kinds = ERRANDS[this.utterances.length % 2] ?? ERRANDS[0];
    // It rejects only when the person has left.
    for (const kind of kinds) await this.utter(place, kind).catch(() => undefined);
  }
}
