import { Settings } from '@backchannel/contracts/admin';
import { z } from 'zod';

// What a bot file brings, or an older release has left, may have more in it.
const Stored = z.object(Settings.omit({ linkedEnvironment: true }).shape);

/** What a bot's team has set (`bots.settings`), defaults filled in. */
export type Stored = z.output<typeof Stored>;

export function storedSettings(text: string): Stored {
  return Stored.parse(JSON.parse(text));
}

/** As text, without what is as it is by default: should a default change, it changes with it. */
export function textOf(settings: Settings): string {
  const defaults: Readonly<Record<string, unknown>> = Stored.parse({});
  const own = Object.entries(Stored.parse(settings)).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]),
  );
  return JSON.stringify(Object.fromEntries(own));
}
