import { meant } from '@backchannel/contracts';
import type { EndpointSettings } from '@backchannel/contracts/admin';
import { z } from 'zod';
import type { Database } from '../store/database.ts';

/** What of a version an endpoint may lead to. */
export interface Places {
  readonly version: number;
  /** By name, and whether it is switched on. */
  readonly dialogs: ReadonlyMap<string, boolean>;
  readonly interactions: ReadonlyMap<string, boolean>;
}

const Named = z.object({ name: z.string(), enabled: z.boolean().default(true) });
const Version = z.object({ dialogs: z.array(Named.extend({ interactions: z.array(Named) })) });

/** Those of the version on which new sessions begin; null while there is none. */
export async function placesOf(db: Database, botId: string): Promise<Places | null> {
  const row = await db
    .selectFrom('bots')
    .innerJoin('bot_versions', (join) =>
      join.onRef('bot_versions.bot_id', '=', 'bots.id').onRef('bot_versions.version', '=', 'bots.version'),
    )
    .select(['bot_versions.version', 'bot_versions.bot'])
    .where('bots.id', '=', botId)
    .executeTakeFirst();
  if (!row) return null;
  const { dialogs } = Version.parse(JSON.parse(row.bot));
  const interactions = dialogs.flatMap((dialog) =>
    dialog.interactions.map(({ name, enabled }) => [name, dialog.enabled && enabled] as const),
  );
  return {
    version: row.version,
    dialogs: new Map(dialogs.map(({ name, enabled }) => [name, enabled])),
    interactions: new Map(interactions),
  };
}

/** Why an endpoint leads nowhere, with a JSON pointer into its settings. */
export function targetProblem({ target }: Pick<EndpointSettings, 'target'>, places: Places | null) {
  if (!target) return undefined;
  if (!places) return { pointer: '/target', detail: 'the bot has no version yet' };
  const [what, name, known] =
    'dialog' in target
      ? (['dialog', target.dialog, places.dialogs] as const)
      : (['interaction', target.interaction, places.interactions] as const);
  const enabled = known.get(name);
  if (enabled === true) return undefined;
  const pointer = `/target/${what}`;
  const quoted = JSON.stringify(name);
  if (enabled === false)
    return { pointer, detail: `in version ${places.version} the ${what} ${quoted} is switched off` };
  return { pointer, detail: `version ${places.version} has no ${what} ${quoted}${meant(name, known.keys())}` };
}
