import { z } from 'zod';
import { type DataOf, defineEvent, defineTopic } from './event.ts';
import { limits } from './limits.ts';
import { ProblemCode } from './problem.ts';

/** Why less happened than was asked for. */
export const Note = z.enum(['message_too_late', 'page_result_stale', 'deadline_passed', 'not_transferred']);
export type Note = z.infer<typeof Note>;

/** How an accepted input ended. There is exactly one, however often it is told. */
export const Outcome = z.looseObject({
  outcome: z.enum(['answered', 'applied', 'rejected', 'failed']),
  /** With `rejected` and `failed`: why. */
  code: ProblemCode.optional(),
  note: Note.optional(),
  turn: z.int().optional(),
});
export type Outcome = z.infer<typeof Outcome>;

const Tracked = z.looseObject({ inputId: z.string(), conversationId: z.string() });

/** The way by which an input comes. */
export const DoorName = z.enum(['webview', 'link', 'hook', 'chat', 'session', 'control']);
export type DoorName = z.infer<typeof DoorName>;

/**
 * What became of an input. Said by session (its outcome), chat (it is on the person's screen) and ingest (refused
 * after authentication); heard by control, and by the doors that have somebody waiting.
 */
export const InputTracked = defineEvent({
  topic: 'input.tracked',
  type: 'input.tracked',
  version: 1,
  schema: z.discriminatedUnion('stage', [
    Tracked.extend({
      stage: z.literal('outcome'),
      ...Outcome.shape,
      /** By session's own clock; the event's time is that of the record that decided. */
      saidAt: z.int().optional(),
    }),
    Tracked.extend({ stage: z.literal('delivered'), turn: z.int() }),
    Tracked.extend({
      stage: z.literal('refused'),
      code: ProblemCode,
      pointer: z.string().optional(),
      botId: z.string().optional(),
      door: DoorName.optional(),
      endpoint: z.string().optional(),
    }),
  ]),
  headers: ({ inputId, stage, conversationId }) => ({
    id: `${inputId}:${stage}`,
    key: conversationId,
    conversation: conversationId,
  }),
});
export type InputTracked = DataOf<typeof InputTracked>;

/** What became of inputs. */
export const Tracking = defineTopic({
  name: 'input.tracked',
  events: [InputTracked],
  compacted: false,
  retentionMs: limits.logMs,
});
