import { type BotSettings, BotSettingsTopic, type BotVersion, BotVersionTopic } from '@backchannel/contracts';
import { type Broker, isTombstone, type Received } from '@backchannel/messaging';

/** What services hear of bots. */
export interface Heard {
  /** All settings, in order. */
  readonly settings: BotSettings[];
  /** By their keys, what the topic ends with; null for a tombstone. */
  readonly versions: Map<string, BotVersion | null>;
  /** How often a version was said, or taken away. */
  readonly saidVersions: string[];
}

/** All that the topics have and get. */
export async function listenTo(broker: Broker): Promise<Heard> {
  const heard: Heard = { settings: [], versions: new Map(), saidVersions: [] };
  const hear = ({ event, envelope: { topic, key }, raw }: Received) => {
    if (topic === BotSettingsTopic.name) heard.settings.push(event?.data as BotSettings);
    else {
      heard.versions.set(key, isTombstone(raw) ? null : (event?.data as BotVersion));
      heard.saidVersions.push(key);
    }
  };
  await broker.follow({ topics: [BotVersionTopic, BotSettingsTopic], from: 'start', hear });
  return heard;
}
