import { z } from 'zod';
import { InputReceived } from '../conversation.ts';
import { Json, Variables } from '../json.ts';
import { ProblemCode } from '../problem.ts';
import { Frame, Waiting } from '../session.ts';
import { DoorName, Note } from '../tracking.ts';
import { OutsideId } from '../webview.ts';
import { defineRoute, Moment, Paged, pageOf, type Route } from './route.ts';

/** How far an input has come; all but `accepted` are the end of it. */
export const InputOutcome = z.enum(['accepted', 'refused', 'applied', 'answered', 'rejected', 'failed']);
export type InputOutcome = z.infer<typeof InputOutcome>;

/** What happened to an input, each once at most. */
export const InputStage = z.object({
  stage: z
    .enum(['accepted', 'refused', 'opened', 'replied', 'answered', 'applied', 'rejected', 'failed', 'delivered'])
    .describe(
      'accepted: the log has it; refused: a door did not take it; applied: the session has its variables; opened: the bot began a turn; replied: the first part of an answer; answered: its end; rejected, failed: it ended without; delivered: the last message is on a screen',
    ),
  at: Moment,
  ms: z.int().nonnegative().describe('Since the stage before. Clocks of several machines: never below 0'),
});
export type InputStage = z.infer<typeof InputStage>;

const Ended = z.object({
  inputId: z.string(),
  outcome: InputOutcome,
  code: ProblemCode.nullable().describe('With refused, rejected and failed: why'),
  note: Note.nullable().describe('Why less happened than was asked for'),
});

/** An input, as a list shows it. */
export const InputSummary = Ended.extend({
  at: Moment.describe('When it was accepted or refused; without either, when it was first heard of'),
  conversationId: z.string(),
  botId: z.string().nullable().describe('null: nobody has said which'),
  door: DoorName.nullable(),
  kind: z.enum(InputReceived.schema.options.map(({ shape }) => shape.kind.value)).nullable(),
  endpoint: z.string().nullable(),
  turn: z.int().nullable(),
  ms: z.int().nonnegative().nullable().describe('Until its outcome'),
});
export type InputSummary = z.infer<typeof InputSummary>;

/** The session as a turn left it, without what its variables hold. */
export const SessionAfter = z.object({
  number: z.int(),
  version: z.int(),
  stack: z.array(Frame.pick({ dialog: true, interaction: true }).strip()),
  waiting: Waiting.pick({ id: true, kind: true, for: true, ms: true }).strip().nullable(),
  webView: z.array(z.string()).describe('Names of web view variables'),
  variables: z.array(z.string()).describe('Names of bot variables'),
});
export type SessionAfter = z.infer<typeof SessionAfter>;

/** What persons and outside systems have said, and what the bot made of it. */
export const InputValues = z.object({
  input: z.record(z.string(), Json).nullable().describe('What it brought: words, variables, a result'),
  replies: z.array(z.record(z.string(), Json)),
  webView: Variables.nullable(),
  variables: Variables.nullable(),
  log: z.array(z.string()).describe('What scripts wrote'),
});
export type InputValues = z.infer<typeof InputValues>;

/** All that is known of one input. */
export const InputTimeline = InputSummary.extend({
  pointer: z.string().nullable().describe('The field that was refused, as a JSON pointer into the body'),
  redrives: z.string().nullable().describe('The parked input that this one says again'),
  stages: z.array(InputStage),
  variables: z.array(z.string()).describe('Names of the variables that it set'),
  trace: z.array(z.string()).describe('Which starter or rule took it, and the steps the bot came to'),
  notes: z
    .array(z.string())
    .describe('What the author of the bot should know: errors of scripts, unknown placeholders'),
  replies: z.array(z.object({ id: z.string(), type: z.string() })),
  leaves: z.enum(['open', 'transferred', 'closed', 'erased']).nullable().describe('The conversation after its turn'),
  session: SessionAfter.nullable().describe('The session after its turn'),
  values: InputValues.nullable().describe('null unless the setting showValues of the bot shows them'),
});
export type InputTimeline = z.infer<typeof InputTimeline>;

/** What the sender of an input is told of it. */
export const InputReceipt = Ended.extend({
  pointer: z.string().nullable(),
  stages: z.array(InputStage),
});
export type InputReceipt = z.infer<typeof InputReceipt>;

export const SearchInputs = defineRoute({
  id: 'searchInputs',
  method: 'GET',
  path: '/admin/v1/inputs',
  tag: 'Journal',
  summary: 'Inputs that fit, newest first',
  scope: 'journal:read',
  query: Paged.extend({
    botId: OutsideId.optional(),
    conversationId: OutsideId.optional(),
    endpoint: z.string().min(1).max(200).optional().describe('Of the webhook: its name. Needs botId'),
    outcome: InputOutcome.optional(),
    code: ProblemCode.optional(),
    from: Moment.optional().describe('At this moment or later'),
    to: Moment.optional().describe('Before this moment'),
  }),
  answer: pageOf(InputSummary),
  problems: ['field_missing'],
});

export const GetInput = defineRoute({
  id: 'getInput',
  method: 'GET',
  path: '/admin/v1/inputs/{inputId}',
  tag: 'Journal',
  summary: 'What became of one input, from the door to the screen',
  scope: 'journal:read',
  params: z.object({ inputId: z.string() }),
  answer: InputTimeline,
  problems: ['not_found'],
});

export const GetReceipt = defineRoute({
  id: 'getReceipt',
  method: 'GET',
  path: '/v1/inputs/{inputId}',
  tag: 'Journal',
  summary: 'What became of an input, for whoever posted it: with the credential it was posted with',
  scope: 'anybody',
  params: z.object({ inputId: z.string() }),
  answer: InputReceipt,
  problems: ['unauthorized', 'not_found'],
});

export const journalRoutes: readonly Route[] = [SearchInputs, GetInput, GetReceipt];
