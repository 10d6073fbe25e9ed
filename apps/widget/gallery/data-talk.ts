import type { Message, Problem } from '@backchannel/contracts';
import type { Talk, Talking } from '../src/talk/talking.ts';

const nothing: Talking = {
  status: 'online',
  ended: null,
  current: null,
  known: [],
  messages: [],
  typing: false,
  pending: [],
  refused: [],
  unread: 0,
  closed: false,
  transferred: false,
};

/** A conversation that is made of data: it does at once what is asked of it, and what a test tells it. */
export class DataTalk implements Talk {
  now: Talking;
  /** What it was asked to do. */
  readonly asked: (readonly [name: string, ...rest: unknown[]])[] = [];
  readonly #watching = new Set<(now: Talking) => void>();
  readonly #hearing = new Set<(message: Message) => void>();
  #isAwaited = false;

  constructor(now: Partial<Talking>) {
    this.now = { ...nothing, ...now };
  }

  watch(changed: (now: Talking) => void): () => void {
    this.#watching.add(changed);
    return () => this.#watching.delete(changed);
  }

  onMessage(heard: (message: Message) => void): () => void {
    this.#hearing.add(heard);
    return () => this.#hearing.delete(heard);
  }

  /** Something changes; it is drawn in the next frame. */
  become(changed: Partial<Talking>): void {
    this.now = { ...this.now, ...changed };
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    requestAnimationFrame(() => {
      this.#isAwaited = false;
      for (const changed of this.#watching) changed(this.now);
    });
  }

  /** Messages come just now. */
  hear(...said: readonly (Partial<Message> & Pick<Message, 'type'>)[]): void {
    const head = this.now.messages.at(-1)?.seq ?? 0;
    const messages = said.map(
      (message, place): Message => ({
        seq: head + place + 1,
        id: `heard-${head + place + 1}`,
        from: 'bot',
        at: Date.now(),
        ...message,
      }),
    );
    this.become({ messages: [...this.now.messages, ...messages] });
    for (const message of messages) for (const heard of this.#hearing) heard(message);
  }

  say(text: string): void {
    this.asked.push(['say', text]);
    this.become({ pending: [...this.now.pending, { id: crypto.randomUUID(), at: Date.now(), text }] });
  }

  tap(postback: { readonly payload: string; readonly label: string }): void {
    this.asked.push(['tap', postback]);
    const { payload, label: text } = postback;
    this.become({ pending: [...this.now.pending, { id: crypto.randomUUID(), at: Date.now(), text, payload }] });
  }

  /** What was pending is in the transcript. */
  settle(): void {
    const said = this.now.pending.map(({ text }) => ({ type: 'text', from: 'user', text }) as const);
    this.now = { ...this.now, pending: [] };
    this.hear(...said);
  }

  refuse(problem: Problem): void {
    const refused = this.now.pending.map((one) => ({ ...one, problem }));
    this.become({ pending: [], refused: [...this.now.refused, ...refused] });
  }

  again(id: string): void {
    this.asked.push(['again', id]);
    const found = this.now.refused.find((one) => one.id === id);
    this.discard(id);
    if (found) this.say(found.text);
  }

  discard(id: string): void {
    this.asked.push(['discard', id]);
    this.become({ refused: this.now.refused.filter((one) => one.id !== id) });
  }

  start(): void {
    this.asked.push(['start']);
    this.become({ status: 'online' });
  }

  begin(): void {
    this.asked.push(['begin']);
    const current = {
      conversationId: crypto.randomUUID(),
      userId: 'ada',
      startedAt: Date.now(),
      last: null,
      closed: false,
    };
    const known = [current, ...this.now.known];
    this.become({ ...nothing, current, known });
  }

  choose(conversationId: string): void {
    this.asked.push(['choose', conversationId]);
    const current = this.now.known.find((one) => one.conversationId === conversationId) ?? null;
    this.become({ current, messages: [] });
  }

  forget(conversationId: string): void {
    this.asked.push(['forget', conversationId]);
    this.become({ known: this.now.known.filter((one) => one.conversationId !== conversationId) });
  }

  end(): void {
    this.asked.push(['end']);
    this.become({ closed: true });
    this.hear({ type: 'closed' });
  }

  look(isLooking: boolean): void {
    this.asked.push(['look', isLooking]);
    if (isLooking && this.now.unread > 0) this.become({ unread: 0 });
  }

  identify(): void {
    this.asked.push(['identify']);
  }

  destroy(): void {
    this.asked.push(['destroy']);
  }
}
