import { z } from 'zod';
import { limits } from '../limits.ts';
import { Look } from '../look.ts';
import { Text } from './words.ts';

/** An origin as browsers name it. */
const Origin = z
  .string()
  .max(300)
  .regex(/^https?:\/\/[^/]+$/, 'must be an origin, such as "https://shop.example"');

const Range = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/** One IP address, or a range of them (CIDR). */
export const AddressRange = z
  .string()
  .refine(
    (text) => Range.safeParse(text).success,
    'must be an IP address, or a range such as "203.0.113.0/24" or "2001:db8::/32"',
  );

/** A value of an environment, and what it is called. */
export const EnvironmentName = z
  .string()
  .min(1)
  .max(limits.variableNameChars)
  .refine((name) => name !== '__proto__', 'this name can not be kept');
export const EnvironmentValue = z.string().max(4000);

const PerSecond = z.number().positive().max(100_000);

/** How often a bot may be asked, where the defaults (`limits.rates`) do not fit. */
export const RateSettings = z
  .strictObject({
    postsPerSecond: PerSecond.describe('posts of outside systems to the bot'),
    conversationsPerSecond: PerSecond.describe('new conversations with the bot'),
    messagesPerSecond: PerSecond.describe('what is said in one conversation'),
  })
  .partial();
export type RateSettings = z.infer<typeof RateSettings>;

/** So that all settings of a bot are one record of their topic. */
const MOST_CHARS = 128 * 1024;

/** What may be set for a bot beside its versions, wherever it is set. */
export const settingFields = {
  sessionMs: z.int().positive().describe('how long a session lives without input'),
  lateMessageMs: z.int().positive().describe('how long after the person’s last message a posted message still counts'),
  digest: z.boolean().describe('whether the Web View API takes the digest, which holds no secret'),
  showPosted: z.boolean().describe('whether the person sees what an outside system posts as a message'),
  origins: z.array(Origin).max(100).describe('pages that may show the chat; without it, all'),
  addresses: z
    .array(AddressRange)
    .max(500)
    .describe('IP addresses and ranges (CIDR) that may post to the bot; without it, all'),
  limits: RateSettings.describe('how often the bot may be asked in a second, for long: beyond it 429 `rate_limited`'),
  errorText: Text.describe('said instead of the version’s `errorText`'),
  fallbackText: Text.describe('said instead of the version’s `fallbackText`'),
  look: Look.describe('how the chat looks on pages that show it; what is left out, the widget has a default for'),
  environment: z
    .record(EnvironmentName, EnvironmentValue)
    .refine((values) => JSON.stringify(values).length <= MOST_CHARS, `at most ${MOST_CHARS} characters in all`)
    .describe('values that differ between test and production: `{$env.name}`, `getEnvVariable(name)`'),
} as const;

/** What holds for the bot at once, whatever version a session is on; what is left out has the default of `BotSettings`. */
export const FileSettings = z
  .strictObject({
    enabled: z.boolean().describe('otherwise everything for the bot is refused at the door'),
    ...settingFields,
  })
  .partial();
export type FileSettings = z.infer<typeof FileSettings>;
