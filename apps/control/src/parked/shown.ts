import type { Json } from '@backchannel/contracts';
import type { ParkedDetail, ParkedSummary } from '@backchannel/contracts/admin';
import { momentOf } from '../conversations/shown.ts';
import type { Found } from './parked.store.ts';
import { headersOf, jsonIn } from './parked-record.ts';

export function summaryOf({ row, botId }: Found): ParkedSummary {
  return {
    parkedId: row.id,
    at: momentOf(row.at),
    topic: row.topic,
    group: row.group,
    reason: row.reason,
    type: row.type,
    inputId: row.input_id,
    conversationId: row.conversation_id,
    botId,
    status: row.status,
    decidedAt: row.decided_at === null ? null : momentOf(row.decided_at),
    decidedBy: row.decided_by,
    decidedReason: row.decided_reason,
    redrivenAs: row.redriven_as,
  };
}

export function detailOf(found: Found): ParkedDetail {
  const { value, partition, offset, key } = found.row;
  const body = value === null ? undefined : jsonIn(value);
  const text = value !== null && body === undefined ? Buffer.from(value, 'base64').toString() : null;
  const detail = { ...summaryOf(found), partition, offset, headers: headersOf(found.row), key, text };
  return body === undefined ? detail : { ...detail, body: body as Json };
}
