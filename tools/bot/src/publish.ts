import { isDeepStrictEqual } from 'node:util';
import {
  type Bot,
  type BotFile,
  BotSettings,
  BotSettingsTopic,
  BotVersion,
  BotVersionTopic,
} from '@backchannel/contracts';
import type { Broker, Received } from '@backchannel/messaging';

/** What became of a bot file. */
export interface Published {
  readonly botId: string;
  readonly version: number;
  readonly newVersion: boolean;
  readonly newSettings: boolean;
  /** Control manages this bot: a file changes it through control, or not at all. */
  readonly managed: boolean;
}

/**
 * Says what is new in bot files: a version where the bot differs from the newest one, then the settings that name it. Of a
 * bot that control manages nothing is said: its versions have control's numbers.
 */
export async function publish(broker: Broker, files: readonly BotFile[], time = Date.now()): Promise<Published[]> {
  const known = await readKnown(broker);
  const plans = files.map((file) => plan(file, known));
  // Nobody hears of a version that the log does not have.
  await broker.publish(plans.flatMap(({ version }) => (version ? [BotVersion(version, { time })] : [])));
  await broker.publish(plans.flatMap(({ settings }) => (settings ? [BotSettings(settings, { time })] : [])));
  return plans.map(({ published }) => published);
}

function plan({ bot, settings: own }: BotFile, known: Known) {
  const botId = bot.id;
  const newest = known.newest.get(botId);
  const current = known.settings.get(botId);
  const managed = current !== undefined && current.revision > 0;
  const newVersion = !managed && (newest === undefined || !isDeepStrictEqual(newest.bot, bot));
  const version = managed ? current.version : (newest?.version ?? 0) + (newVersion ? 1 : 0);
  const settings = BotSettings.schema.parse({ ...own, botId, version, revision: 0 });
  const newSettings = !managed && !isDeepStrictEqual(current, settings);
  return {
    version: newVersion && { botId, version, bot },
    settings: newSettings && settings,
    published: { botId, version, newVersion, newSettings, managed },
  };
}

interface Known {
  /** Of every bot the newest version; without its content if that was taken away or can't be read. */
  readonly newest: Map<string, { version: number; bot: Bot | undefined }>;
  readonly settings: Map<string, BotSettings>;
}

async function readKnown(broker: Broker): Promise<Known> {
  const known: Known = { newest: new Map(), settings: new Map() };
  await broker.follow({
    topics: [BotVersionTopic, BotSettingsTopic],
    from: 'start',
    hear: (record) => (record.envelope.topic === BotVersionTopic.name ? hearVersion : hearSettings)(known, record),
  });
  return known;
}

function hearVersion({ newest }: Known, { event, envelope: { key } }: Received): void {
  const at = key.lastIndexOf(':');
  const botId = key.slice(0, at);
  const version = Number(key.slice(at + 1));
  if (version >= (newest.get(botId)?.version ?? 0)) {
    newest.set(botId, { version, bot: (event?.data as BotVersion | undefined)?.bot });
  }
}

function hearSettings({ settings }: Known, { event }: Received): void {
  const said = event?.data as BotSettings | undefined;
  if (said && said.revision >= (settings.get(said.botId)?.revision ?? 0)) settings.set(said.botId, said);
}
