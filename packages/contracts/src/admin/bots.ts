import { z } from 'zod';
import { depthRule, isShallow, Json } from '../json.ts';
import { limits } from '../limits.ts';
import { OutsideId } from '../webview.ts';
import { defineRoute, Moment, Paged, pageOf, type Route } from './route.ts';

/** A bot as a team sees it in its list. */
export const BotSummary = z.object({
  botId: OutsideId,
  name: z.string(),
  enabled: z.boolean(),
  version: z
    .int()
    .positive()
    .nullable()
    .describe('The version on which new sessions begin; null before the first is published'),
  draftChanged: z.boolean().describe('Whether the draft differs from that version'),
  createdAt: Moment,
  updatedAt: Moment,
});
export type BotSummary = z.infer<typeof BotSummary>;

/** One bot. */
export const BotDetail = BotSummary.extend({
  draftRevision: z.int().positive().describe('Counts the changes of the draft'),
  told: z
    .boolean()
    .describe('Whether the services have been told all of it; otherwise they will be, when the log answers'),
});
export type BotDetail = z.infer<typeof BotDetail>;

/** A bot as its author left it: it need not be able to run. */
export const BotDraft = z
  .looseObject({ id: OutsideId })
  .refine((bot) => isShallow(bot, limits.botDepth), depthRule(limits.botDepth))
  .describe('A bot as data (docs/bots.md); it need not be able to run, but names itself in `id`');
export type BotDraft = z.infer<typeof BotDraft>;

const Note = z.string().trim().max(1000).describe('What is new, for people');
const Version = z.coerce.number().int().positive().max(1_000_000_000);
const params = z.object({ botId: OutsideId });
const versionParams = params.extend({ version: Version });

/** A place in a bot, and what is to be said of it. */
const BotFinding = z.object({
  pointer: z.string().describe('Where in the bot (JSON pointer, RFC 6901); empty for all of it'),
  detail: z.string(),
  line: z.int().positive().optional().describe('Of a script: where in it'),
});
export type BotFinding = z.infer<typeof BotFinding>;

export const BotCheckup = z.object({
  canRun: z.boolean(),
  problems: z.array(BotFinding).describe('With any of them it can not run'),
  warnings: z.array(BotFinding).describe('What is probably not meant, although it can run'),
});
export type BotCheckup = z.infer<typeof BotCheckup>;

export const VersionSummary = z.object({
  version: z.int().positive(),
  publishedAt: Moment,
  publishedBy: z.string(),
  note: z.string().nullable(),
  current: z.boolean().describe('Whether new sessions begin on it'),
  leftAt: Moment.nullable().describe('Since when new sessions begin on another'),
  goneAt: Moment.nullable().describe('When it was taken from the services, since nobody could be on it any more'),
});
export type VersionSummary = z.infer<typeof VersionSummary>;

const Published = z.object({
  isNew: z.boolean().describe('False where it is as the current version is: nothing was published'),
  version: VersionSummary.describe('The version that is current now'),
});

const Change = z.object({
  kind: z.enum(['added', 'removed', 'changed']),
  pointer: z.string().describe('Where: in the newer one, of what was removed in the older'),
  olderPointer: z.string().optional().describe('Of what was changed: where it was in the older, if elsewhere'),
  before: Json.optional(),
  after: Json.optional(),
});
/** One difference between two bots. */
export type Change = z.infer<typeof Change>;

export const ListBots = defineRoute({
  id: 'listBots',
  method: 'GET',
  path: '/admin/v1/bots',
  tag: 'Bots',
  summary: 'All bots that the caller may see, by their ids',
  scope: 'bots:read',
  query: Paged,
  answer: pageOf(BotSummary),
});

export const CreateBot = defineRoute({
  id: 'createBot',
  method: 'POST',
  path: '/admin/v1/bots',
  tag: 'Bots',
  summary: 'Begins a bot with its first draft; nobody can talk to it before it is published',
  scope: 'bots:write',
  body: BotDraft,
  status: 201,
  answer: BotDetail,
  problems: ['conflict'],
  etag: 'gives',
});

export const GetBot = defineRoute({
  id: 'getBot',
  method: 'GET',
  path: '/admin/v1/bots/{botId}',
  tag: 'Bots',
  summary: 'One bot',
  scope: 'bots:read',
  params,
  answer: BotDetail,
  problems: ['bot_unknown'],
});

export const GetDraft = defineRoute({
  id: 'getDraft',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/draft',
  tag: 'Bots',
  summary: 'The draft: the bot as data',
  scope: 'bots:read',
  params,
  answer: BotDraft,
  problems: ['bot_unknown'],
  etag: 'gives',
});

export const PutDraft = defineRoute({
  id: 'putDraft',
  method: 'PUT',
  path: '/admin/v1/bots/{botId}/draft',
  tag: 'Bots',
  summary: 'Saves the draft, if nobody has saved another meanwhile',
  scope: 'bots:write',
  params,
  body: BotDraft,
  answer: BotDetail,
  problems: ['bot_unknown', 'precondition_failed', 'precondition_required'],
  etag: 'wants',
});

export const CheckDraft = defineRoute({
  id: 'checkDraft',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/draft/check',
  tag: 'Bots',
  summary: 'What is wrong with the draft, and what is probably not meant',
  scope: 'bots:read',
  params,
  answer: BotCheckup,
  problems: ['bot_unknown'],
});

export const PublishDraft = defineRoute({
  id: 'publishDraft',
  method: 'POST',
  path: '/admin/v1/bots/{botId}/versions',
  tag: 'Bots',
  summary: 'Publishes the draft as the next version: new sessions begin on it within a second',
  scope: 'bots:write',
  params,
  body: z.strictObject({
    note: Note.optional(),
    draftRevision: z.int().positive().optional().describe('What the caller has seen: another is not published (412)'),
  }),
  answer: Published,
  problems: ['bot_unknown', 'bot_invalid', 'precondition_failed', 'unavailable'],
});

export const ListVersions = defineRoute({
  id: 'listVersions',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/versions',
  tag: 'Bots',
  summary: 'The versions of a bot, newest first',
  scope: 'bots:read',
  params,
  query: Paged,
  answer: pageOf(VersionSummary),
  problems: ['bot_unknown'],
});

export const GetVersion = defineRoute({
  id: 'getVersion',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/versions/{version}',
  tag: 'Bots',
  summary: 'One version, with the bot as data',
  scope: 'bots:read',
  params: versionParams,
  answer: VersionSummary.extend({ bot: BotDraft }),
  problems: ['bot_unknown', 'not_found'],
});

export const RollBack = defineRoute({
  id: 'rollBack',
  method: 'POST',
  path: '/admin/v1/bots/{botId}/versions/{version}/rollback',
  tag: 'Bots',
  summary: 'Publishes an older version again, as the next one; the draft stays',
  scope: 'bots:write',
  params: versionParams,
  body: z.strictObject({ note: Note.optional() }),
  answer: Published,
  problems: ['bot_unknown', 'not_found', 'bot_invalid', 'unavailable'],
});

const Side = z.union([z.literal('draft'), Version]).describe('A version, or `draft`');

export const DiffBot = defineRoute({
  id: 'diffBot',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/diff',
  tag: 'Bots',
  summary: 'What differs between two versions, or a version and the draft',
  scope: 'bots:read',
  params,
  query: z.strictObject({ from: Side, to: Side }),
  answer: z.object({ changes: z.array(Change) }),
  problems: ['bot_unknown', 'not_found'],
});

export const EnableBot = defineRoute({
  id: 'enableBot',
  method: 'POST',
  path: '/admin/v1/bots/{botId}/enable',
  tag: 'Bots',
  summary: 'Switches a bot on',
  scope: 'bots:write',
  params,
  answer: BotDetail,
  problems: ['bot_unknown'],
});

export const DisableBot = defineRoute({
  id: 'disableBot',
  method: 'POST',
  path: '/admin/v1/bots/{botId}/disable',
  tag: 'Bots',
  summary: 'Switches a bot off: everything for it is refused at the doors',
  scope: 'bots:write',
  params,
  answer: BotDetail,
  problems: ['bot_unknown'],
});

/** What became of a bot that came as a file. */
export const AppliedFile = z.object({
  outcome: z
    .enum(['applied', 'unchanged', 'kept'])
    .describe('`unchanged`: as the file that was applied last; `kept`: changed since by other means, and left alone'),
  version: z.int().positive().nullable().describe('The version that is current now'),
  newVersion: z.boolean(),
  newSettings: z.boolean(),
});
export type AppliedFile = z.infer<typeof AppliedFile>;

export const ApplyFile = defineRoute({
  id: 'applyFile',
  method: 'PUT',
  path: '/admin/v1/bots/{botId}/file',
  tag: 'Bots',
  summary: 'Makes a bot what its file in git says: creates it, publishes what is new, and takes over its `settings`',
  scope: 'bots:write',
  params,
  query: z.strictObject({
    replace: z
      .enum(['true', 'false'])
      .default('false')
      .describe('Whether a bot that was changed since by other means is replaced'),
  }),
  body: BotDraft,
  answer: AppliedFile,
  problems: ['bot_invalid', 'unavailable'],
});

export const botRoutes: readonly Route[] = [
  ListBots,
  CreateBot,
  GetBot,
  GetDraft,
  PutDraft,
  CheckDraft,
  PublishDraft,
  ListVersions,
  GetVersion,
  RollBack,
  DiffBot,
  EnableBot,
  DisableBot,
  ApplyFile,
];
