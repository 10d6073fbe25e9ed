import { InputReceived, TurnAnswered } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import { isOpen } from '../../apps/chat/src/page-call.ts';
import type { Showing } from '../../apps/chat/src/showing.ts';
import type { Reader } from './reader.ts';

interface Ask {
  readonly tab: string;
  readonly conversation: string;
  readonly callId: string;
  /** What the instance has seen when it looked. */
  readonly turn: number;
}

/** Tabs that claim page calls through instances of chat, which look, then claim, then tell, and may die between. */
export class Tabs {
  /** Who was told that a call is theirs, each call by its conversation and turn. */
  readonly told = new Map<string, Set<string>>();
  /** Claims of calls that the log, as far as chat has read it, says are over. */
  readonly wrong: string[] = [];
  readonly #chat: Reader<Showing>;
  readonly #log: readonly Received[];
  #asks: Ask[] = [];

  constructor(chat: Reader<Showing>, log: readonly Received[]) {
    this.#chat = chat;
    this.#log = log;
  }

  look(tab: number, conversation: string, { callId, now }: { callId: string; now: number }): void {
    const { call, turn } = this.#chat.store.memory.state(conversation);
    if (!isOpen(call, callId, now)) return;
    const open = openCall(this.#log.slice(0, this.#chat.store.offset), conversation);
    if (open !== callId) this.wrong.push(`${conversation} ${callId}, when ${open ?? 'none'} was open`);
    this.#asks.push({ tab: `tab ${tab}`, conversation, callId, turn });
  }

  /** `lost`: the instance dies before it can tell. */
  take(which: number, lost: boolean): void {
    const [ask] = this.#asks.splice(which % Math.max(1, this.#asks.length), 1);
    if (!ask) return;
    const { conversation, turn, tab } = ask;
    const owner = this.#chat.claim({ key: conversation, number: turn, owner: tab });
    if (owner !== tab || lost) return;
    const call = `${conversation} ${turn}`;
    this.told.set(call, (this.told.get(call) ?? new Set()).add(tab));
  }

  /** An instance dies with what it has seen. */
  crash(which: number): void {
    this.#asks.splice(which % Math.max(1, this.#asks.length), 1);
  }
}

/** The page call that waits for its result after these records. */
function openCall(log: readonly Received[], conversation: string): string | null {
  let turn = 0;
  let last: string | undefined;
  let open: string | null = null;
  for (const { envelope, event } of log) {
    if (envelope.conversation !== conversation) continue;
    const input = event?.type === InputReceived.type ? (event.data as InputReceived) : null;
    if (input?.kind === 'returned' && input.callId === open) open = null;
    if (input?.kind === 'elapsed' && input.deadline.id === open) open = null;
    if (envelope.type !== TurnAnswered.type || envelope.turn !== turn + 1) continue;
    open = null;
    if (!envelope.final) continue;
    turn += 1;
    const { session, leaves, failed } = (event?.data ?? {}) as Partial<TurnAnswered>;
    const waits = !failed && leaves === 'open' && session?.waiting?.kind === 'page' ? session.waiting.id : null;
    if (waits === null || waits === last) continue;
    open = waits;
    last = waits;
  }
  return open;
}
