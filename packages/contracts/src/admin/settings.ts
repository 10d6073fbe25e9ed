import { z } from 'zod';
import { EnvironmentName, EnvironmentValue, settingFields } from '../bot/file-settings.ts';
import { limits } from '../limits.ts';
import { OutsideId } from '../webview.ts';
import { defineRoute, Moment, Paged, pageOf, type Route } from './route.ts';

const EnvironmentId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'must be up to 50 small letters, digits, - and _, such as "production"');

const fields = {
  ...settingFields,
  linkedEnvironment: EnvironmentId.describe(
    'the environment whose values the bot has; they come before those of `environment`',
  ),
  showValues: z
    .boolean()
    .describe(
      'whether the journal shows the values of variables, which may be personal data; otherwise they are masked',
    ),
} as const;

/** What holds for a bot at once, whatever version a session is on. */
export const Settings = z.strictObject({
  ...fields,
  sessionMs: fields.sessionMs.default(limits.sessionMs),
  lateMessageMs: fields.lateMessageMs.default(limits.lateMessageMs),
  digest: fields.digest.default(true),
  showPosted: fields.showPosted.default(true),
  origins: fields.origins.optional(),
  addresses: fields.addresses.optional(),
  limits: fields.limits.optional(),
  errorText: fields.errorText.optional(),
  fallbackText: fields.fallbackText.optional(),
  look: fields.look.optional(),
  environment: fields.environment.default({}),
  linkedEnvironment: fields.linkedEnvironment.optional(),
  showValues: fields.showValues.default(false),
});
export type Settings = z.infer<typeof Settings>;

const change = <Field extends z.ZodType>(field: Field) => field.nullable().optional();

/** What is to change of them; null is back to the default (RFC 7396, but `look` and the values of `environment` come as a whole). */
export const SettingsPatch = z.strictObject({
  sessionMs: change(fields.sessionMs),
  lateMessageMs: change(fields.lateMessageMs),
  digest: change(fields.digest),
  showPosted: change(fields.showPosted),
  origins: change(fields.origins),
  addresses: change(fields.addresses),
  limits: change(fields.limits),
  errorText: change(fields.errorText),
  fallbackText: change(fields.fallbackText),
  look: change(fields.look),
  environment: change(fields.environment),
  linkedEnvironment: change(fields.linkedEnvironment),
  showValues: change(fields.showValues),
} satisfies Record<keyof typeof fields, z.ZodType>);
export type SettingsPatch = z.infer<typeof SettingsPatch>;

const OneBot = z.object({ botId: OutsideId });

export const GetSettings = defineRoute({
  id: 'getSettings',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/settings',
  tag: 'Settings',
  summary: 'The settings of a bot, defaults filled in',
  scope: 'bots:read',
  params: OneBot,
  answer: Settings,
  problems: ['bot_unknown'],
  etag: 'gives',
});

export const PutSettings = defineRoute({
  id: 'putSettings',
  method: 'PUT',
  path: '/admin/v1/bots/{botId}/settings',
  tag: 'Settings',
  summary: 'Sets all settings of a bot: what is left out has its default again; effective within a second',
  scope: 'bots:write',
  params: OneBot,
  body: Settings,
  answer: Settings,
  problems: ['bot_unknown'],
  etag: 'wants',
});

export const PatchSettings = defineRoute({
  id: 'patchSettings',
  method: 'PATCH',
  path: '/admin/v1/bots/{botId}/settings',
  tag: 'Settings',
  summary: 'Changes some settings of a bot; null is back to the default; effective within a second',
  scope: 'bots:write',
  params: OneBot,
  body: SettingsPatch,
  answer: Settings,
  problems: ['bot_unknown'],
  etag: 'wants',
});

/** A generation of the keys that sign a bot's return links. */
export const LinkKeyState = z.object({
  generation: z.int().nonnegative().describe('0 is the first, which every bot begins with'),
  createdAt: Moment.nullable().describe('null for the first'),
  until: Moment.nullable().describe('when its links stop being good; null: it signs'),
});
export const LinkKeys = z.object({ linkKeys: z.array(LinkKeyState).describe('those that are good, the last signs') });
export type LinkKeys = z.infer<typeof LinkKeys>;

export const GetLinkKeys = defineRoute({
  id: 'getLinkKeys',
  method: 'GET',
  path: '/admin/v1/bots/{botId}/link-keys',
  tag: 'Settings',
  summary: 'Which generations of keys for return links are good',
  scope: 'bots:read',
  params: OneBot,
  answer: LinkKeys,
  problems: ['bot_unknown'],
});

export const RotateLinkKeys = defineRoute({
  id: 'rotateLinkKeys',
  method: 'POST',
  path: '/admin/v1/bots/{botId}/link-keys/rotate',
  tag: 'Settings',
  summary: 'From now on another key signs the return links of a bot',
  scope: 'tokens:write',
  params: OneBot,
  body: z
    .strictObject({
      overlapMs: z
        .int()
        .nonnegative()
        .max(limits.linkMostMs)
        .default(limits.linkMostMs)
        .describe('how long links that are out stay good; 0: not at all; without it, as long as they would have been'),
    })
    .default({ overlapMs: limits.linkMostMs }),
  answer: LinkKeys,
  problems: ['bot_unknown', 'conflict'],
});

/** A named set of values, for every bot that is linked to it. */
export const Environment = z.object({
  environmentId: EnvironmentId,
  values: z.record(EnvironmentName, EnvironmentValue),
  sealed: z.array(EnvironmentName).describe('the names of sensitive values; what they are is never returned'),
  bots: z.array(OutsideId).describe('linked to it, as far as the caller may see them'),
  createdAt: Moment,
  updatedAt: Moment,
});
export type Environment = z.infer<typeof Environment>;

const NewValues = z.record(EnvironmentName, EnvironmentValue).default({});
const NewSecrets = NewValues.describe('sensitive values: kept encrypted, and never returned');
const ChangedValues = z.record(EnvironmentName, EnvironmentValue.nullable()).default({});

const OneEnvironment = z.object({ environmentId: z.string() });

export const ListEnvironments = defineRoute({
  id: 'listEnvironments',
  method: 'GET',
  path: '/admin/v1/environments',
  tag: 'Environments',
  summary: 'Environments by their ids; a caller for some bots sees those that these are linked to',
  scope: 'bots:read',
  query: Paged,
  answer: pageOf(Environment),
});

export const CreateEnvironment = defineRoute({
  id: 'createEnvironment',
  method: 'POST',
  path: '/admin/v1/environments',
  tag: 'Environments',
  summary: 'Makes an environment; only for callers for all bots',
  scope: 'bots:write',
  body: z.strictObject({ environmentId: EnvironmentId, values: NewValues, sealed: NewSecrets }),
  status: 201,
  answer: Environment,
  problems: ['conflict', 'forbidden'],
  etag: 'gives',
});

export const GetEnvironment = defineRoute({
  id: 'getEnvironment',
  method: 'GET',
  path: '/admin/v1/environments/{environmentId}',
  tag: 'Environments',
  summary: 'An environment; of sensitive values only the names',
  scope: 'bots:read',
  params: OneEnvironment,
  answer: Environment,
  problems: ['not_found'],
  etag: 'gives',
});

export const PatchEnvironment = defineRoute({
  id: 'patchEnvironment',
  method: 'PATCH',
  path: '/admin/v1/environments/{environmentId}',
  tag: 'Environments',
  summary: 'Changes values, for every bot that is linked, within a second; null takes a value away',
  scope: 'bots:write',
  params: OneEnvironment,
  body: z.strictObject({
    values: ChangedValues.describe('a name that was sensitive is not any more'),
    sealed: ChangedValues.describe('sensitive values; what is not named stays'),
  }),
  answer: Environment,
  problems: ['not_found', 'conflict', 'forbidden'],
  etag: 'wants',
});

export const DeleteEnvironment = defineRoute({
  id: 'deleteEnvironment',
  method: 'DELETE',
  path: '/admin/v1/environments/{environmentId}',
  tag: 'Environments',
  summary: 'Deletes an environment that no bot is linked to',
  scope: 'bots:write',
  params: OneEnvironment,
  problems: ['not_found', 'conflict', 'forbidden'],
  etag: 'wants',
});

export const SealAgain = defineRoute({
  id: 'sealAgain',
  method: 'POST',
  path: '/admin/v1/environments/seal-again',
  tag: 'Environments',
  summary: 'Seals what an older of the SEAL_KEYS has sealed with the first, so that the older one can go',
  scope: 'bots:write',
  answer: z.object({
    sealed: z.int().describe('how many values were sealed again'),
    lost: z
      .array(z.object({ environmentId: z.string(), name: z.string() }))
      .describe('those that none of the keys opens: they must be set again'),
  }),
  problems: ['forbidden'],
});

export const settingsRoutes: readonly Route[] = [
  GetSettings,
  PutSettings,
  PatchSettings,
  GetLinkKeys,
  RotateLinkKeys,
  ListEnvironments,
  CreateEnvironment,
  GetEnvironment,
  PatchEnvironment,
  DeleteEnvironment,
  SealAgain,
];
