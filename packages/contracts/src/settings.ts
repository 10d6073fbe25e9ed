import { z } from 'zod';
import { Bot } from './bot/bot.ts';
import { type DataOf, defineEvent, defineTopic } from './event.ts';
import { limits } from './limits.ts';

/**
 * What holds for a bot at once, whatever version a session is on.
 * Said by control, and by the `bot` command from files as revision 0; heard by every ingest, dialog and chat instance.
 */
export const BotSettings = defineEvent({
  topic: 'bot.settings',
  type: 'bot.settings',
  version: 1,
  schema: z.looseObject({
    botId: z.string(),
    /** A reader ignores a lower one than it has. */
    revision: z.int().nonnegative(),
    enabled: z.boolean().default(true),
    /** The version on which new sessions begin. */
    version: z.int().positive(),
    sessionMs: z.int().positive().default(limits.sessionMs),
    lateMessageMs: z.int().positive().default(limits.lateMessageMs),
    /** Whether the Web View API takes the digest, which holds no secret. */
    digest: z.boolean().default(true),
    /** Whether the person sees what an outside system posts as a message. */
    showPosted: z.boolean().default(true),
    /** Pages that may show the chat, as browsers name their origin; without it, all. */
    origins: z.array(z.string()).optional(),
    /** Values that differ between test and production: `{$env.name}` in texts. */
    environment: z.record(z.string(), z.string()).default({}),
  }),
  headers: ({ botId, revision }) => ({ id: `${botId}:${revision}`, key: botId }),
});
export type BotSettings = DataOf<typeof BotSettings>;

export const BotSettingsTopic = defineTopic({
  name: 'bot.settings',
  events: [BotSettings],
  compacted: true,
  retentionMs: 0,
});

/** A version of a bot, for good. Said by control, and by the `bot` command from files; heard by every dialog instance. */
export const BotVersion = defineEvent({
  topic: 'bot.version',
  type: 'bot.version',
  version: 1,
  schema: z.looseObject({
    botId: z.string(),
    version: z.int().positive(),
    bot: Bot,
  }),
  headers: ({ botId, version }) => ({ id: `${botId}:${version}`, key: `${botId}:${version}` }),
});
export type BotVersion = DataOf<typeof BotVersion>;

export const BotVersionTopic = defineTopic({
  name: 'bot.version',
  events: [BotVersion],
  compacted: true,
  retentionMs: 0,
});
