import { z } from 'zod';
import { Bot } from './bot/bot.ts';
import { RateSettings } from './bot/file-settings.ts';
import { type DataOf, defineEvent, defineTopic } from './event.ts';
import { Json } from './json.ts';
import { limits } from './limits.ts';
import { Look } from './look.ts';
import { VariableName } from './webview.ts';

/** Where posted data goes: a JSON pointer (RFC 6901) into it, and the variable that keeps what is there. */
export const HookMapping = z.looseObject({ pointer: z.string(), attribute: VariableName });
export type HookMapping = z.infer<typeof HookMapping>;

/** What a post to one endpoint of a bot's webhook leads to (Webhook, Create an API endpoint). */
export const HookEndpoint = z.looseObject({
  /** The variable that keeps all of the data. */
  attribute: VariableName.optional(),
  /** Variables that keep parts of it. */
  mappings: z.array(HookMapping).max(limits.variables).optional(),
  /** What begins, whatever question waits. */
  target: z.union([z.strictObject({ dialog: z.string() }), z.strictObject({ interaction: z.string() })]).optional(),
  /** What the chat shows, with `{/pointer}` for parts of the data; without it, nothing. */
  text: z.string().max(limits.messageChars).optional(),
  /** What to do while the bot works on another input. */
  busy: z.enum(['queue', 'reject']).default('queue'),
  /** A JSON schema (2020-12) that the data must fit. */
  schema: z.record(z.string(), Json).optional(),
});
export type HookEndpoint = z.infer<typeof HookEndpoint>;

/** A bot's webhook. */
export const Hook = z.looseObject({
  /** In its address. */
  hookId: z.string(),
  /** SHA-256 of the tokens that are good, hex; with `until`, that long. */
  tokens: z.array(z.looseObject({ hash: z.string(), until: z.int().optional() })),
  endpoints: z.record(z.string(), HookEndpoint),
});
export type Hook = z.infer<typeof Hook>;

/** A generation of the keys that sign a bot's return links. */
export const LinkKey = z.looseObject({
  generation: z.int().nonnegative(),
  /** When it ends, in milliseconds since 1970; without it, not yet. */
  until: z.int().optional(),
});
export type LinkKey = z.infer<typeof LinkKey>;

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
    /** More of them, each encrypted for the services alone (`sealed.ts`), with the environment that they were sealed for. */
    sealed: z.looseObject({ environment: z.string(), values: z.record(z.string(), z.string()) }).optional(),
    hook: Hook.optional(),
    /** Addresses and ranges (CIDR) that may post to it; without it, all. */
    addresses: z.array(z.string()).optional(),
    /** How often it may be asked, where the defaults do not fit: `limits.rates`. */
    limits: RateSettings.loose().optional(),
    /** Which generations of its return links are good: the last signs, those with `until` that long; without it, only 0. */
    linkKeys: z.array(LinkKey).optional(),
    /** Said instead of what the bot's version has for it. */
    errorText: z.string().optional(),
    fallbackText: z.string().optional(),
    /** How its chat looks. */
    look: Look.loose().optional(),
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
