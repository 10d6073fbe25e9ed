import { InputTracked, problem, Tracking } from '@backchannel/contracts';
import { type Received, UNHURRIED_MS } from '@backchannel/messaging';
import type { Opened } from '@backchannel/service';
import { frames } from './frames.ts';
import type { Tab } from './tab.ts';

const REMEMBERED = 1000;

/** Which tab has sent which input, so that it hears when the input is rejected after all. */
export class Senders {
  readonly #senders = new Map<string, { tab: Tab; id: string }>();
  readonly #sent = new Map<Tab, Set<string>>();

  /** Call it before the input is said. */
  remember(inputId: string, tab: Tab, id: string): void {
    const sent = this.#sent.get(tab) ?? new Set();
    this.#sent.set(tab, sent.add(inputId));
    this.#senders.set(inputId, { tab, id });
    const [oldest] = sent;
    if (sent.size > REMEMBERED && oldest !== undefined) this.#forget(oldest);
  }

  leave(tab: Tab): void {
    for (const inputId of this.#sent.get(tab) ?? []) this.#forget(inputId, tab);
    this.#sent.delete(tab);
  }

  follow(opened: Pick<Opened, 'follow'>): void {
    opened.follow({ topics: [Tracking], from: 'now', gapMs: UNHURRIED_MS, hear: (record) => this.#hear(record) });
  }

  #hear(record: Received): void {
    // Most of the time nobody waits: then not even the record is parsed.
    if (this.#senders.size === 0) return;
    const { event } = record;
    if (event?.type !== InputTracked.type) return;
    const tracked = event.data as InputTracked;
    if (tracked.stage !== 'outcome') return;
    const { inputId, outcome, turn, code = 'input_failed' } = tracked;
    const sender = this.#senders.get(inputId);
    if (!sender) return;
    this.#forget(inputId);
    // What failed without a turn is nowhere on the screen either.
    const isLost = outcome === 'rejected' || (outcome === 'failed' && turn === undefined);
    if (isLost) sender.tab.write([frames.problem(problem(code, { inputId }), sender.id)]);
  }

  /** With `tab`: unless another one has sent the same since. */
  #forget(inputId: string, tab?: Tab): void {
    const sender = this.#senders.get(inputId);
    if (!sender || (tab && sender.tab !== tab)) return;
    this.#senders.delete(inputId);
    this.#sent.get(sender.tab)?.delete(inputId);
  }
}
