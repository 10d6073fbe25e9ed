import type { Message, ServerFrame } from '@backchannel/contracts';
import { listen } from '../listen.ts';
import { type Conversation, Conversations } from './conversations.ts';
import { Door } from './door.ts';
import { Errands } from './errands.ts';
import { isOver } from './fate.ts';
import { Kept } from './kept.ts';
import { Line, type Way } from './line.ts';
import { isOf, opening } from './opening.ts';
import { Outbox } from './outbox.ts';
import { blank, picture, same } from './picture.ts';
import { Renewal } from './renewal.ts';
import { browserTab, type Tab } from './tab.ts';
import type { Ended, Identity, Talk, Talking, Trouble } from './talking.ts';
import { Listeners, Soon } from './telling.ts';
import { Visit } from './visit.ts';
import { watchSleep } from './waking.ts';

export interface TalkOptions {
  /** Of the chat service, without a slash at its end. */
  readonly server: string;
  readonly botId: string;
  readonly tab?: Tab;
}

export function openTalk(options: TalkOptions): Talk {
  return new TabTalk(options);
}

/** What the person and the page tell a tab to do; how it is done is in the parts. The storage says what all tabs show. */
class TabTalk implements Talk {
  readonly #tab: Tab;
  readonly #kept: Kept;
  readonly #conversations: Conversations;
  readonly #door: Door;
  readonly #renewal: Renewal;
  readonly #errands: Errands;
  readonly #outbox: Outbox;
  readonly #line: Line;
  readonly #watchers = new Listeners<Talking>();
  readonly #hearers = new Listeners<Message>();
  readonly #soon: Soon;
  readonly #deafen: readonly (() => void)[];
  /** Conversations that this tab has opened. */
  readonly #opened = new Set<string>();
  #visit: Visit | null = null;
  #who: Identity = {};
  /** It is connected whenever there is a conversation. */
  #isStarted = false;
  #isLooking = false;
  /** What the server said before it closed the socket. */
  #problem: Trouble = { code: 'unauthorized' };
  #now = blank;
  #told = blank;
  #isStale = true;

  constructor({ server, botId, tab = browserTab() }: TalkOptions) {
    const changed = () => this.#changed();
    this.#tab = tab;
    this.#kept = new Kept(tab.storage, botId);
    this.#conversations = new Conversations(this.#kept);
    this.#door = new Door(server, botId);
    this.#renewal = new Renewal(this.#door, this.#conversations);
    this.#soon = new Soon(tab.frame, () => this.#tell());
    this.#line = new Line({
      prepare: (isExpired) => this.#prepare(isExpired),
      heard: (frame) => this.#hear(frame),
      lost: () => this.#outbox.lost(),
      ended: (why) => this.#ended(why),
      changed,
    });
    this.#outbox = new Outbox(this.#kept, {
      send: (frame) => this.#line.send(frame),
      isShown: (inputId) => this.#visit?.transcript.has(inputId) === true,
      changed,
      idle: () => this.#errands.go(),
      silent: () => this.#line.replace(),
    });
    const [door, conversations, outbox] = [this.#door, this.#conversations, this.#outbox];
    this.#errands = new Errands({ door, conversations, outbox, known: () => this.#known });
    const moved = () => this.#line.wake(true);
    const listeners = {
      online: moved,
      offline: () => this.#line.cutOff(),
      pageshow: () => this.#line.wake(false),
      visibilitychange: () => this.#seen(),
      storage: (event: Event) => this.#written(event as StorageEvent),
    };
    this.#deafen = [watchSleep(moved), listen(tab.events, listeners)];
    this.#follow();
  }

  get now(): Talking {
    if (this.#isStale) this.#draw();
    return this.#now;
  }

  watch(changed: (now: Talking) => void): () => void {
    return this.#watchers.add(changed);
  }

  onMessage(heard: (message: Message) => void): () => void {
    return this.#hearers.add(heard);
  }

  start(): void {
    if (isOver(this.#line.ended)) return this.begin();
    this.#isStarted = true;
    const { status } = this.#line;
    if (status === 'idle' || status === 'ended') this.#line.up();
    else this.#line.wake(false);
  }

  begin(): void {
    if (this.#visit && this.#line.ended === 'unauthorized') this.#outbox.release(this.#visit.id);
    this.#turnTo(null);
    this.#isStarted = true;
    this.#line.up();
  }

  choose(conversationId: string): void {
    if (!this.#conversations.find(conversationId)) return;
    this.#turnTo(conversationId);
    this.start();
  }

  forget(conversationId: string): void {
    this.#conversations.forget(conversationId);
    this.#outbox.sync();
    if (this.#visit?.id === conversationId) this.#turnTo(null);
    this.#changed();
  }

  say(text: string): void {
    const words = text.trim();
    if (words !== '') this.#say({ text: words });
  }

  tap({ payload, label }: { readonly payload: string; readonly label: string }): void {
    this.#say({ text: label, payload });
  }

  again(id: string): void {
    const refused = this.#outbox.discard(id);
    if (refused) this.#say({ text: refused.text, payload: refused.payload });
  }

  discard(id: string): void {
    this.#outbox.discard(id);
  }

  end(): void {
    if (!this.#visit || this.#visit.closed) return;
    this.#conversations.change(this.#visit.id, { ending: true });
    this.#outbox.sync();
    this.#startIfIdle();
  }

  look(isLooking: boolean): void {
    this.#isLooking = isLooking;
    this.#changed();
  }

  identify(who: Identity): void {
    this.#who = who;
    const { current } = this.#conversations;
    if (current && !isOf(current, who)) this.#turnTo(null);
    this.#changed();
  }

  destroy(): void {
    for (const stop of this.#deafen) stop();
    this.#watchers.clear();
    this.#hearers.clear();
    this.#renewal.stop();
    this.#errands.stop();
    this.#visit?.leave();
    this.#visit = null;
    this.#line.down();
  }

  #say(words: { readonly text: string; readonly payload?: string | undefined }): void {
    if (isOver(this.#line.ended)) this.begin();
    this.#outbox.add(words);
    this.#startIfIdle();
  }

  #startIfIdle(): void {
    if (this.#line.status === 'idle' || this.#line.status === 'ended') this.start();
  }

  /** All tabs of this browser go there. */
  #turnTo(conversationId: string | null): void {
    this.#conversations.show(conversationId);
    this.#follow();
  }

  /** What the tabs of this browser show, if this one may. */
  get #current(): Conversation | null {
    const { current } = this.#conversations;
    return current && isOf(current, this.#who) ? current : null;
  }

  get #known(): readonly Conversation[] {
    return this.#conversations.all().filter((one) => isOf(one, this.#who));
  }

  #follow(): void {
    if (!this.#isElsewhere()) return;
    this.#enter();
    if (!this.#visit) this.#line.down();
    else if (this.#isStarted) this.#line.up();
  }

  #isElsewhere(): boolean {
    return (this.#current?.conversationId ?? null) !== (this.#visit?.id ?? null);
  }

  #enter(): void {
    const id = this.#current?.conversationId ?? null;
    this.#visit?.leave();
    this.#visit = id === null ? null : this.#visitOf(id);
    this.#outbox.turnTo(id);
    this.#changed();
  }

  #visitOf(id: string): Visit {
    return new Visit(id, {
      tab: this.#tab,
      conversations: this.#conversations,
      isNew: this.#opened.has(id),
      send: (frame) => this.#line.send(frame),
      shown: (message, isNews) => {
        if (message.from === 'user') this.#outbox.shown(message.id);
        if (isNews) this.#hearers.tell(message);
      },
      changed: () => this.#changed(),
    });
  }

  async #prepare(isExpired: boolean): Promise<Way> {
    if (!this.#current) {
      const [kept, conversations, door] = [this.#kept, this.#conversations, this.#door];
      const opened = await opening({ kept, conversations, door, locks: this.#tab.locks, who: () => this.#who });
      if (opened && 'fate' in opened) return opened;
      if (opened) this.#opened.add(opened.conversationId);
    }
    if (this.#isElsewhere()) this.#enter();
    const refusal = this.#current && (await this.#renewal.before(this.#current, isExpired));
    if (refusal) return refusal;
    const conversation = this.#current;
    // It was left or forgotten meanwhile: whoever did that has begun another attempt, or wants none.
    if (!conversation || this.#visit?.id !== conversation.conversationId) return { fate: 'again' };
    const address = this.#door.socketOf(conversation);
    return { address, hello: this.#visit.hello(this.#renewal.use(conversation)) };
  }

  #hear(frame: ServerFrame): void {
    const visit = this.#visit;
    visit?.hear(frame);
    if (frame.type === 'welcome') this.#outbox.welcomed();
    if (frame.type === 'accepted') {
      this.#outbox.accepted(frame);
      visit?.calls.accepted(frame.id);
    }
    if (frame.type === 'problem') this.#refused(frame);
    this.#changed();
  }

  #refused({ id, problem }: Extract<ServerFrame, { type: 'problem' }>): void {
    if (id === undefined) this.#problem = problem;
    else if (this.#outbox.refusedBy(problem, id)) this.#visit?.typing.end();
    else this.#visit?.calls.refusedBy(problem, id);
  }

  #ended(why: Ended): void {
    const visit = this.#visit;
    if (!visit) return;
    if (why === 'unauthorized') this.#outbox.refuseAll(this.#problem);
    if (why !== 'erased') return;
    // Nothing of it is left in this browser, either.
    this.#conversations.forget(visit.id);
    this.#outbox.sync();
    this.#enter();
  }

  #seen(): void {
    this.#changed();
    if (this.#tab.isVisible()) this.#line.wake(false);
    else this.#soon.now();
  }

  /** Another tab has. */
  #written({ key }: StorageEvent): void {
    if (key !== null && !key.startsWith(this.#kept.prefix)) return;
    this.#follow();
    this.#outbox.sync();
    this.#changed();
  }

  #changed(): void {
    this.#isStale = true;
    this.#soon.ask();
  }

  #tell(): void {
    this.#visit?.keep(this.#isSeen);
    this.#draw();
    if (this.#now !== this.#told) {
      this.#told = this.#now;
      this.#watchers.tell(this.#now);
    }
    this.#visit?.acknowledge();
  }

  get #isSeen(): boolean {
    return this.#isLooking && this.#tab.isVisible();
  }

  #draw(): void {
    this.#isStale = false;
    const [before, line, outbox, visit] = [this.#now, this.#line, this.#outbox, this.#visit];
    const { shown = [], isHolding = false } = visit?.transcript ?? {};
    const { closed = false, transferred = false } = visit ?? {};
    this.#now = picture(before, {
      status: line.status,
      ended: line.ended,
      current: this.#current,
      known: same(before.known, this.#known),
      messages: same(before.messages, shown) === shown ? shown.slice() : before.messages,
      typing: !closed && (isHolding || (visit?.typing.isOn === true && !transferred)),
      pending: same(before.pending, outbox.pending),
      refused: same(before.refused, outbox.refused),
      unread: this.#isSeen ? 0 : (visit?.unread ?? 0),
      closed,
      transferred,
    });
  }
}
