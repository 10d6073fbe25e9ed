import { type Event, limits, type Message } from '@backchannel/contracts';
import type { Broker, Partition, Received } from '@backchannel/messaging';
import {
  createProjection,
  type Mark,
  type Projection,
  type ProjectionWatch,
  type Slots,
  sameMark,
} from '@backchannel/projection';
import { type Growth, Growths } from './growth.ts';
import { isOpen } from './page-call.ts';
import { Partitions } from './partitions.ts';
import { parseShowing, ReceiptRow, Row, type Showing, transcript, turnOf } from './showing.ts';
import { rules } from './transcript.ts';

/** A transcript as it stands: its numbers count within the epoch. */
export interface Standing {
  readonly epoch: string;
  readonly showing: Showing;
}

/** The person has seen everything up to `seen`; what comes up to `from` was looked at before. */
export interface Look {
  readonly conversationId: string;
  readonly seen: number;
  readonly from: number;
}

/** A conversation as far as it was seen and not told of. */
interface Seen {
  readonly conversationId: string;
  /** The last turn that was finished. */
  readonly turn: number;
  readonly reached: number;
  /** Messages that come before the rows. */
  readonly first: number;
  readonly rows: readonly ReceiptRow[];
}

/** Transcripts that are looked over in one go: neither this instance nor Redis does anything else meanwhile. */
const AT_ONCE = 100;

/** Of a page, one more row shows where its last turn ends. */
const lane = { list: transcript, ahead: 'seen', behind: 'told', limit: limits.transcriptPage + 1 };

/** What was read of a slot, and where it was then. */
interface Reading {
  readonly mark: Mark;
  readonly standings: readonly (readonly [conversationId: string, standing: Standing])[];
}

/** The transcripts: folded from the log by whoever has the partition, read by every instance. */
export class ChatStore {
  readonly projection: Projection;
  readonly partitions: Partitions;
  readonly #growths = new Growths(rules);
  readonly #slots: Slots;
  readonly #lookedOver = new Map<number, Mark>();

  constructor(slots: Slots, broker: Pick<Broker, 'partitions' | 'publish'>, watch?: ProjectionWatch) {
    this.#slots = slots;
    this.partitions = new Partitions(broker);
    this.projection = createProjection({
      slots,
      rules: this.#growths.rules,
      say: (events) => broker.publish(events),
      watch,
    });
  }

  /** Stores what the records make of transcripts; answers what there is to show. */
  async fold(
    records: readonly Received[],
    partition: Partition,
  ): Promise<{ growths: readonly Growth[]; events: readonly Event[] }> {
    try {
      const events = await this.projection.fold(records, partition);
      return { growths: this.#growths.take(records), events };
    } catch (error) {
      this.#growths.take(records);
      throw error;
    }
  }

  /** How these transcripts stand; one round trip for each partition that they are in. */
  async look(conversationIds: Iterable<string>): Promise<ReadonlyMap<string, Standing>> {
    const byPartition = await this.partitions.group(conversationIds);
    const looks = await Promise.all([...byPartition].map(([partition, ids]) => this.#look(partition, ids)));
    return new Map(looks.flatMap(({ standings }) => standings));
  }

  /**
   * As `look`, some at a time, and leaving out those in slots where nothing was stored since they were last looked over. It
   * has to be asked each time about all whose standing was known before.
   */
  async *lookOver(conversationIds: Iterable<string>): AsyncGenerator<ReadonlyMap<string, Standing>> {
    for (const [partition, ids] of await this.partitions.group(conversationIds)) {
      const former = this.#lookedOver.get(partition);
      if (former && sameMark(former, await this.#slots.head(partition))) continue;
      let mark: Mark | undefined;
      for (let i = 0; i < ids.length; i += AT_ONCE) {
        const reading = await this.#look(partition, ids.slice(i, i + AT_ONCE));
        mark ??= reading.mark;
        yield new Map(reading.standings);
      }
      // Only when all have been read, and as it was at the first: what was stored meanwhile is looked at the next time.
      if (mark) this.#lookedOver.set(partition, mark);
    }
  }

  async #look(partition: number, ids: readonly string[]): Promise<Reading> {
    const asks = ids.map((key) => ({ key, entries: [], lists: [] }));
    const { head, found } = await this.#slots.read(partition, asks);
    const { offset, writer, epoch } = head;
    const standings = ids.map((id, i) => [id, { epoch, showing: parseShowing(found[i]?.state ?? null) }] as const);
    return { mark: { offset, writer, epoch }, standings };
  }

  async standing(conversationId: string): Promise<Standing> {
    const standing = (await this.look([conversationId])).get(conversationId);
    if (!standing) throw new Error('a look leaves nobody out');
    return standing;
  }

  /** Those behind `after`, oldest first. */
  async messages(
    conversationId: string,
    { after, limit = limits.transcriptPage }: { after: number; limit?: number },
  ): Promise<{ epoch: string; messages: readonly Message[] }> {
    // Row k of a transcript is the list's row k - 1.
    const range = { key: conversationId, list: transcript, from: after, limit };
    const { epoch, rows } = await this.#slots.range(await this.partitions.of(conversationId), range);
    return { epoch, messages: rows.map((row) => Row.parse(row).message) };
  }

  /**
   * Whether the owner is the one who runs this page call. Never for one that is not open. There is one open call at a
   * time, and the turn that asks for it is its number.
   */
  async claim(
    conversationId: string,
    { callId, owner, now }: { callId: string; owner: string; now: number },
  ): Promise<boolean> {
    const { showing } = await this.standing(conversationId);
    if (!isOpen(showing.call, callId, now)) return false;
    const claim = { key: conversationId, name: 'call', number: showing.turn, owner };
    return (await this.#slots.claim(await this.partitions.of(conversationId), claim)) === owner;
  }

  /** Stores how far they have been seen, as far as there is something to see, and reads what was not told of that. */
  async advance(partition: number, looks: readonly Look[]): Promise<{ epoch: string; seen: readonly Seen[] }> {
    const keys = looks.map(({ conversationId, seen, from }) => ({ key: conversationId, value: seen, from }));
    const { epoch, advanced } = await this.#slots.advance(partition, lane, keys);
    const seen = advanced.map(({ state, reached, first, rows }, i) => ({
      conversationId: looks[i]?.conversationId ?? '',
      turn: turnOf(state),
      reached,
      first,
      rows: rows.map((row) => ReceiptRow.parse(row)),
    }));
    return { epoch, seen };
  }

  /** Stores how far has been told. Numbers of an epoch that is over count no longer. */
  async tell(
    partition: number,
    epoch: string,
    told: readonly { readonly conversationId: string; readonly told: number }[],
  ): Promise<void> {
    const marks = told.map(({ conversationId, told }) => ({ key: conversationId, name: lane.behind, value: told }));
    await this.#slots.raiseAll(partition, epoch, marks);
  }
}
