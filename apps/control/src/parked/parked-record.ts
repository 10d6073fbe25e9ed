import { InputReceived, RecordParked, topics } from '@backchannel/contracts';
import { type Received, read, saidOf } from '@backchannel/messaging';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { plain } from '../store/plain.ts';
import type { ParkedTables } from './parked.tables.ts';

export type Row = Selectable<ParkedTables['parked']>;

/** A parked record, as it lies in the table until somebody decides about it. What its topic can't say is parked by itself. */
export function rowOf(record: Received): Row {
  const { data, id } = record.event ? readable(record) : unreadable(record);
  const { topic, partition, offset, group, reason, headers, key, value } = data;
  const { type, id: inputId, conversation = null } = saidOf(headers);
  const botId = botIn(value);
  return {
    id: plain(id),
    topic: plain(topic),
    partition,
    offset,
    group: plain(group),
    reason: plain(reason),
    at: record.envelope.time,
    type: type === undefined ? null : plain(type),
    input_id: type === InputReceived.type && inputId !== undefined ? plain(inputId) : null,
    conversation_id: conversation === null ? null : plain(conversation),
    bot_id: botId === null ? null : plain(botId),
    headers: JSON.stringify(headers),
    key: plain(key),
    value,
    status: 'parked',
    decided_at: null,
    decided_by: null,
    decided_reason: null,
    redriven_as: null,
  };
}

function readable({ event }: Received): { id: string; data: RecordParked } {
  const data = event?.data as RecordParked;
  return { id: RecordParked(data, { time: 0 }).id, data };
}

function unreadable({ envelope, raw, partition, offset, problem = '' }: Received): { id: string; data: RecordParked } {
  const { topic } = envelope;
  const { key, headers, value } = raw;
  const what = { topic, partition, offset, group: 'control', reason: problem, headers: { ...headers }, key };
  const data = { ...what, value: value.toString('base64') };
  return { id: RecordParked(data, { time: 0 }).id, data };
}

/** As much as the body says, whatever else is wrong with it. */
const Names = z.looseObject({
  botId: z.string().optional().catch(undefined),
  conversation: z.looseObject({ botId: z.string() }).optional().catch(undefined),
});

function botIn(value: string): string | null {
  const { data } = Names.safeParse(jsonIn(value));
  return data?.botId ?? data?.conversation?.botId ?? null;
}

/** The record's body, if it is JSON. */
export function jsonIn(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString());
  } catch {
    return undefined;
  }
}

/** What the record says, as this release reads it. */
export function readAgain(row: Row): Received | null {
  const { topic: name, partition, offset, key, value } = row;
  const topic = topics.find((one) => one.name === name);
  const headers = headersOf(row);
  if (!topic || headers === null || value === null) return null;
  return read(topic, { partition, offset }, { key: key ?? '', headers, value: Buffer.from(value, 'base64') });
}

const Headers = z.record(z.string(), z.string());
export const headersOf = ({ headers }: Row) => (headers === null ? null : Headers.parse(JSON.parse(headers)));

/** The input in it, if it is one that can be read. */
export function inputIn(record: Received | null): InputReceived | null {
  return record?.event?.type === InputReceived.type ? (record.event.data as InputReceived) : null;
}

/** A door has said it, with what it knew of the bot. */
export function isFromDoor(input: InputReceived): input is Extract<InputReceived, { bot: unknown }> {
  return input.kind !== 'elapsed' && input.kind !== 'closed' && input.kind !== 'erased';
}
