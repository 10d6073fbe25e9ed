import type { Kysely } from 'kysely';

/** What time does to conversations is found by an index, each step of it by its own. */
export async function up(db: Kysely<Indexed>): Promise<void> {
  // First, because it waits for whoever is at work on them: with a lock of its own by then, both would wait for each other.
  await db.schema.dropIndex('conversations_to_go').execute();
  const index = (name: string, ...columns: string[]) =>
    db.schema.createIndex(name).on('conversations').columns(columns);
  await index('conversations_full', 'state', 'input_at').where('attributes', 'is not', null).execute();
  await index('conversations_empty', 'state', 'ended_at').where('attributes', 'is', null).execute();
  await index('conversations_erased', 'erased_at').where('erased_at', 'is not', null).execute();
}

interface Indexed {
  conversations: { attributes: string | null; erased_at: number | null };
}
