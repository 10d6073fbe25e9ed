import { ConversationLog, type Event, InputReceived, limits, RecordParked, type Topic } from '@backchannel/contracts';
import { ListParked } from '@backchannel/contracts/admin';
import { newId } from '@backchannel/contracts/ids';
import { parked, read, write } from '@backchannel/messaging';
import { vi } from 'vitest';
import type { Office } from '../office.fixture.ts';

let offset = 0;

/** What a service says of a record that it could not process. */
export function poisoned(
  event: Event,
  {
    group = 'session',
    reason = 'it failed',
    topic = ConversationLog,
    now = Date.now(),
  }: { group?: string; reason?: string; topic?: Topic; now?: number } = {},
): Event {
  offset += 1;
  return parked(read(topic, { partition: 0, offset }, write(event)), { group, reason, time: now });
}

export const idOf = (event: Event): string => RecordParked(event.data as RecordParked, { time: 0 }).id;

/** A post of an outside system to a conversation. */
export function posted(conversationId: string, more: object = {}): Event {
  const now = Date.now();
  const bot = { version: 1, sessionMs: limits.sessionMs, lateMessageMs: limits.lateMessageMs };
  const what = {
    kind: 'posted',
    inputId: newId(),
    conversationId,
    botId: 'shop',
    bot,
    at: now - 60_000,
    variables: { paid: true },
  };
  return InputReceived({ ...what, ...more } as InputReceived, { time: now });
}

/** Resolves when control has heard of so many. */
export async function areHeard(office: Office, count: number): Promise<void> {
  const heard = async () => (await office.call(ListParked)).body.items.length;
  await vi.waitUntil(async () => (await heard()) === count, { timeout: 10_000, interval: 4 });
}
