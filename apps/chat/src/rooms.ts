import { limits } from '@backchannel/contracts';
import { isRecorded, spanIn } from '@backchannel/messaging';
import type { Opened } from '@backchannel/service';
import type { Acknowledgements } from './acknowledgements.ts';
import type { Ring } from './bell.ts';
import type { ChatStore, Standing } from './chat.store.ts';
import { frames } from './frames.ts';
import type { Growth } from './growth.ts';
import type { Tab } from './tab.ts';

/** Bytes of missed messages that are handed to a socket before it must have taken them. */
const CHUNK = limits.socketBytes / 4;

/** A conversation that somebody looks at through this instance. */
interface Room {
  readonly conversationId: string;
  readonly tabs: Set<Tab>;
  epoch: string | null;
  /** The last message there is, as far as this instance knows. */
  head: number;
  /** Its tabs were told that the bot thinks, and no message has followed. */
  typing: boolean;
}

const roomOf = (conversationId: string): Room => ({
  conversationId,
  tabs: new Set(),
  epoch: null,
  head: 0,
  typing: false,
});

/** The end of a trace: frames are written to sockets. */
function shownIn(traceparent: string | undefined, { conversationId, tabs, head }: Room) {
  if (!isRecorded(traceparent)) return null;
  const attributes = {
    'backchannel.conversation': conversationId,
    'backchannel.seq': head,
    'backchannel.tabs': tabs.size,
  };
  return spanIn(traceparent, 'chat socket', { attributes });
}

/** Who is shown what: every tab gets each message of its conversation once, in order. */
export class Rooms {
  readonly #store: ChatStore;
  readonly #acknowledgements: Acknowledgements;
  readonly #log: Opened['log'];
  readonly #rooms = new Map<string, Room>();

  constructor(store: ChatStore, acknowledgements: Acknowledgements, log: Opened['log']) {
    this.#store = store;
    this.#acknowledgements = acknowledgements;
    this.#log = log;
  }

  /** Subscribes first and looks then: what comes in between is not missed. */
  async enter(tab: Tab, known: { after: number; epoch?: string | undefined }): Promise<void> {
    const { conversationId } = tab;
    const room = this.#rooms.get(conversationId) ?? roomOf(conversationId);
    this.#rooms.set(conversationId, room);
    room.tabs.add(tab);
    this.#learn(room, await this.#store.standing(conversationId));
    if (!tab.isOpen || room.epoch === null) return;

    tab.welcomed = true;
    tab.after = known.epoch === room.epoch ? known.after : 0;
    // The first beat at once: from now on the page notices when it hears none.
    tab.write([frames.welcome(room.epoch, room.head), frames.beat]);
    if (tab.after > 0) this.#acknowledgements.seen(conversationId, tab.after);
    this.#catchUp(room, tab);
  }

  tabsOf(conversationId: string): number {
    return this.#rooms.get(conversationId)?.tabs.size ?? 0;
  }

  leave(tab: Tab): void {
    const room = this.#rooms.get(tab.conversationId);
    if (room?.tabs.delete(tab) && room.tabs.size === 0) this.#rooms.delete(tab.conversationId);
  }

  /** Everything that this instance has just stored: whoever is up to date gets it without another look at the store. */
  show(growths: readonly Growth[]): void {
    for (const growth of growths) {
      const { conversationId, quiet, erased, head } = growth;
      if (quiet) this.#acknowledgements.seen(conversationId, 0);
      const room = this.#rooms.get(conversationId);
      if (!room) continue;
      if (erased) this.#compareSoon([conversationId]);
      room.head = Math.max(room.head, head);
      if (growth.messages.length > 0) room.typing = false;
      else if (quiet) this.#quiet(room);
      const ready = growth.messages.map((message) => frames.message(message));
      const span = shownIn(growth.traceparent, room);
      for (const tab of room.tabs) this.#show(room, tab, { first: growth.messages[0]?.seq ?? 0, ready });
      span?.end();
    }
  }

  #show(room: Room, tab: Tab, { first, ready }: { first: number; ready: readonly Buffer[] }): void {
    if (!tab.welcomed || tab.catchingUp || tab.after >= room.head) return;
    const known = tab.after + 1 - first;
    if (ready.length > 0 && known >= 0 && known < ready.length) {
      tab.after = first + ready.length - 1;
      tab.write(ready.slice(known));
    }
    this.#catchUp(room, tab);
  }

  /** The bot thinks. */
  type(conversationIds: Iterable<string>): void {
    for (const id of conversationIds) {
      const room = this.#rooms.get(id);
      if (!room) continue;
      room.typing = true;
      for (const tab of room.tabs) if (tab.welcomed) tab.write([frames.typing]);
    }
  }

  /** It has thought, and says nothing. */
  #quiet(room: Room): void {
    if (!room.typing) return;
    room.typing = false;
    for (const tab of room.tabs) if (tab.welcomed) tab.write([frames.quiet]);
  }

  /** What other instances have stored. */
  hear(rings: readonly Ring[]): void {
    const odd: string[] = [];
    for (const { conversationId, head, typing, traceparent } of rings) {
      const room = this.#rooms.get(conversationId);
      if (!room) continue;
      if (head !== undefined) {
        if (head < room.head) odd.push(conversationId);
        if (head > room.head) room.typing = false;
        room.head = Math.max(room.head, head);
        for (const tab of room.tabs) this.#catchUp(room, tab, traceparent);
      }
      if (typing) this.type([conversationId]);
      if (typing === false) this.#quiet(room);
    }
    if (odd.length > 0) this.#compareSoon(odd);
  }

  /**
   * Looks at the store for what this instance has not been told: lost rings, transcripts that began anew. And gives those
   * who are behind, because something failed, what they have missed. It takes a breath after every few of them.
   */
  async compare(breathe = () => Promise.resolve()): Promise<void> {
    for await (const standings of this.#store.lookOver(this.#rooms.keys())) {
      this.#learnAll(standings);
      await breathe();
    }
    for (const room of this.#rooms.values()) for (const tab of room.tabs) this.#catchUp(room, tab);
  }

  #compareSoon(conversationIds: readonly string[]): void {
    this.#store.look(conversationIds).then(
      (standings) => this.#learnAll(standings),
      (error: unknown) => this.#log.warn({ err: error }, 'not able to look'),
    );
  }

  #learnAll(standings: ReadonlyMap<string, Standing>): void {
    for (const [id, standing] of standings) {
      const room = this.#rooms.get(id);
      if (room) this.#learn(room, standing);
    }
  }

  #learn(room: Room, { epoch, showing }: Standing): void {
    const begunAnew = room.epoch !== null && room.epoch !== epoch;
    // Within an epoch it never goes back: what was read may be older than what has been told since.
    room.head = room.epoch === epoch ? Math.max(room.head, showing.head) : showing.head;
    room.epoch = epoch;
    for (const tab of room.tabs) {
      if (showing.leaves === 'erased') tab.close('erased');
      else if (tab.welcomed) {
        if (begunAnew) {
          tab.after = 0;
          tab.write([frames.welcome(epoch, room.head)]);
        }
        this.#catchUp(room, tab);
      }
    }
  }

  #catchUp(room: Room, tab: Tab, traceparent?: string): void {
    if (!tab.welcomed || tab.catchingUp || tab.after >= room.head) return;
    const span = shownIn(traceparent, room);
    // What fails is tried again when the heads are compared.
    this.#giveMissed(room, tab)
      .catch((error: unknown) => this.#log.warn({ err: error, conversation: room.conversationId }, 'not able to read'))
      .finally(() => span?.end());
  }

  async #giveMissed(room: Room, tab: Tab): Promise<void> {
    tab.catchingUp = true;
    try {
      await this.#pages(room, tab);
    } finally {
      tab.catchingUp = false;
    }
  }

  /**
   * As fast as the socket takes it, and no faster. Trap: from the last look at `room.head` to the end of `catchingUp`
   * nothing may be awaited, or what comes in that moment is skipped.
   */
  async #pages(room: Room, tab: Tab): Promise<void> {
    while (tab.isOpen && tab.after < room.head) {
      const { after } = tab;
      const { epoch, messages } = await this.#store.messages(room.conversationId, { after });
      if (epoch !== room.epoch) return this.#compareSoon([room.conversationId]);
      if (messages.length === 0) return;
      let chunk: Buffer[] = [];
      let bytes = 0;
      for (const message of messages) {
        // Meanwhile it may have been told to begin anew.
        if (message.seq !== tab.after + 1) break;
        const frame = frames.message(message);
        tab.after = message.seq;
        chunk.push(frame);
        bytes += frame.length;
        if (bytes < CHUNK) continue;
        await tab.flush(chunk);
        chunk = [];
        bytes = 0;
      }
      await tab.flush(chunk);
    }
  }
}
