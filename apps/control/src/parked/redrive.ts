import {
  arrivalsOf,
  type BotStamp,
  ConversationLog,
  type InputReceived,
  type ProblemCode,
} from '@backchannel/contracts';
import type { ConversationState, DryRun, Obstacle } from '@backchannel/contracts/admin';
import { derivedId } from '@backchannel/contracts/ids';
import type { Received } from '@backchannel/messaging';
import { inputIn, isFromDoor, type Row } from './parked-record.ts';

/** Where a parked record would come to. */
export interface Around {
  /** The record, as this release reads it. */
  readonly record: Received | null;
  /** Null: control knows none. */
  readonly conversation: Known | null;
  /** What a door would put into the input now, or why it would not take it. */
  readonly bot: BotStamp | ProblemCode;
  readonly now: number;
}

export interface Known {
  readonly botId: string;
  readonly state: ConversationState;
  /** When the person last wrote, or came. */
  readonly userAt: number;
  /** What a wait step waits for. */
  readonly awaits: string | null;
}

/** What would happen now, and the input that would say it again; null where it can not. */
export function decide(row: Row, around: Around): { dryRun: DryRun; input: InputReceived | null } {
  const parked = inputIn(around.record);
  const obstacles = obstaclesOf(row, around, parked);
  const canRedrive = obstacles.length === 0 && parked !== null;
  const dryRun = {
    canRedrive,
    obstacles,
    notes: canRedrive && isTooLate(parked, around) ? [late] : [],
    conversation: around.conversation?.state ?? null,
  };
  return { dryRun, input: canRedrive ? again(parked, around) : null };
}

const late = 'message_too_late' as const;

function obstaclesOf(row: Row, { record, conversation, bot }: Around, parked: InputReceived | null): Obstacle[] {
  const { status, topic, type } = row;
  if (status !== 'parked') return [{ code: 'conflict', detail: `it was ${status} already` }];
  if (topic !== ConversationLog.name || type === 'turn.answered') {
    return [{ code: 'conflict', detail: `only inputs are redriven, and this is ${type || 'something'} of ${topic}` }];
  }
  if (row.value === null) return [{ code: 'conflict', detail: 'the person has been forgotten' }];
  if (!parked) return [{ code: 'input_unreadable', detail: record?.problem ?? 'it is no input' }];

  const found: Obstacle[] = [];
  if (isFromDoor(parked) && typeof bot === 'string')
    found.push({ code: bot, detail: `the doors do not let it in: ${bot}` });
  const state = conversation?.state ?? null;
  if (state === 'erased' || (state === null && parked.kind !== 'opened')) {
    found.push({ code: 'conversation_unknown', detail: 'there is no such conversation' });
  }
  if (state === 'closed' && parked.kind !== 'erased') {
    found.push({ code: 'conversation_closed', detail: 'the conversation has ended' });
  }
  if (conversation && isFromDoor(parked) && parked.botId !== conversation.botId) {
    found.push({ code: 'bot_mismatch', detail: `the conversation is with ${JSON.stringify(conversation.botId)}` });
  }
  return found;
}

function isTooLate(parked: InputReceived, { conversation, bot, now }: Around): boolean {
  if (parked.kind !== 'posted' || !conversation || typeof bot === 'string') return false;
  const wantsAnswer = parked.message !== undefined || parked.target !== undefined;
  const isAwaited = conversation.awaits !== null && arrivalsOf(parked).includes(conversation.awaits);
  return wantsAnswer && !isAwaited && now - conversation.userAt > bot.lateMessageMs;
}

/**
 * A new input that names the parked one, by the doors' knowledge of today. Its id follows from the parked one: whoever
 * redrives the same input, however it was parked, says the same. Under its key nothing happens twice, whatever its sender
 * has repeated meanwhile.
 */
function again(parked: InputReceived, { bot, now }: Around): InputReceived {
  const inputId = derivedId('redrive', parked.conversationId, parked.inputId);
  const said = { ...parked, inputId, redrives: parked.inputId, key: parked.key ?? inputId, at: now };
  return isFromDoor(said) && typeof bot !== 'string' ? { ...said, bot } : said;
}
