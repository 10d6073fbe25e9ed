import { z } from 'zod';
import { Json } from '../json.ts';
import { ProblemCode } from '../problem.ts';
import { Note } from '../tracking.ts';
import { OutsideId } from '../webview.ts';
import { ConversationState } from './conversations.ts';
import { defineRoute, Moment, Paged, pageOf, type Route } from './route.ts';

/** What has become of a parked record. */
export const ParkedStatus = z
  .enum(['parked', 'redriven', 'discarded'])
  .describe('parked: it waits for somebody; redriven: an input says it again; discarded: nobody will');
export type ParkedStatus = z.infer<typeof ParkedStatus>;

/** A record that a service could not process, as a list shows it. */
export const ParkedSummary = z.object({
  parkedId: z.string(),
  at: Moment.describe('When it was parked'),
  topic: z.string(),
  group: z.string().describe('The service that could not process it'),
  reason: z.string(),
  type: z.string().nullable().describe('Of the event, by its headers'),
  inputId: z.string().nullable(),
  conversationId: z.string().nullable(),
  botId: z.string().nullable().describe('null: nothing tells which'),
  status: ParkedStatus,
  decidedAt: Moment.nullable(),
  decidedBy: z.string().nullable().describe('Who redrove or discarded it'),
  decidedReason: z.string().nullable().describe('Why it was discarded'),
  redrivenAs: z.string().nullable().describe('The input that says it again'),
});
export type ParkedSummary = z.infer<typeof ParkedSummary>;

/** All of a parked record. */
export const ParkedDetail = ParkedSummary.extend({
  partition: z.int(),
  offset: z.int(),
  headers: z.record(z.string(), z.string()).nullable().describe('null once the person is forgotten'),
  key: z.string().nullable(),
  body: Json.optional().describe('What it holds, where that is JSON'),
  text: z.string().nullable().describe('The same as text where it is not JSON'),
});
export type ParkedDetail = z.infer<typeof ParkedDetail>;

/** Something that stands in the way. */
export const Obstacle = z.object({ code: ProblemCode, detail: z.string() });
export type Obstacle = z.infer<typeof Obstacle>;

/** What would happen if it were redriven now. */
export const DryRun = z.object({
  canRedrive: z.boolean(),
  obstacles: z.array(Obstacle).describe('Why not; empty where it can'),
  notes: z.array(Note).describe('Why less would happen than was asked for'),
  conversation: ConversationState.nullable().describe('As control knows it; null: it knows none'),
});
export type DryRun = z.infer<typeof DryRun>;

/** What became of one of many. */
export const Redriven = z.object({
  parkedId: z.string(),
  inputId: z.string().nullable().describe('The input that says it again'),
  obstacle: Obstacle.nullable().describe('Why there is none'),
});
export type Redriven = z.infer<typeof Redriven>;

const ParkedId = z.string().min(1).max(500);
const One = z.object({ parkedId: ParkedId });
const tag = 'Parked records';

export const ListParked = defineRoute({
  id: 'listParked',
  method: 'GET',
  path: '/admin/v1/parked',
  tag,
  summary: 'Records that could not be processed, newest first',
  scope: 'parked:read',
  query: Paged.extend({
    status: ParkedStatus.optional(),
    group: z.string().min(1).max(100).optional(),
    topic: z.string().min(1).max(100).optional(),
    botId: OutsideId.optional(),
    conversationId: OutsideId.optional(),
    from: Moment.optional().describe('Parked at this moment or later'),
    to: Moment.optional().describe('Parked before this moment'),
  }),
  answer: pageOf(ParkedSummary),
});

export const GetParked = defineRoute({
  id: 'getParked',
  method: 'GET',
  path: '/admin/v1/parked/{parkedId}',
  tag,
  summary: 'A record that could not be processed, with all it holds',
  scope: 'parked:read',
  params: One,
  answer: ParkedDetail,
  problems: ['not_found'],
});

export const DryRunParked = defineRoute({
  id: 'dryRunParked',
  method: 'GET',
  path: '/admin/v1/parked/{parkedId}/dry-run',
  tag,
  summary: 'What would happen if the record were redriven now',
  scope: 'parked:read',
  params: One,
  answer: DryRun,
  problems: ['not_found'],
});

export const RedriveParked = defineRoute({
  id: 'redriveParked',
  method: 'POST',
  path: '/admin/v1/parked/{parkedId}/redrive',
  tag,
  summary: 'Says an input again that could not be processed: as a new input, and once, however often it is asked for',
  scope: 'parked:write',
  params: One,
  status: 202,
  answer: z.object({ inputId: z.string() }),
  problems: ['not_found', 'conflict'],
});

export const RedriveMany = defineRoute({
  id: 'redriveMany',
  method: 'POST',
  path: '/admin/v1/parked/redrive',
  tag,
  summary: 'The same for many; each has its own answer',
  scope: 'parked:write',
  body: z.strictObject({ parkedIds: z.array(ParkedId).min(1).max(100) }),
  answer: z.object({ results: z.array(Redriven) }),
});

export const DiscardParked = defineRoute({
  id: 'discardParked',
  method: 'POST',
  path: '/admin/v1/parked/{parkedId}/discard',
  tag,
  summary: 'Decides that a record is not processed any more',
  scope: 'parked:write',
  params: One,
  body: z.strictObject({ reason: z.string().trim().min(1).max(1000) }),
  answer: ParkedSummary,
  problems: ['not_found', 'conflict'],
});

export const parkedRoutes: readonly Route[] = [
  ListParked,
  GetParked,
  DryRunParked,
  RedriveParked,
  RedriveMany,
  DiscardParked,
];
