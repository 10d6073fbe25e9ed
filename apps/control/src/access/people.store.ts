import type { Person } from '@backchannel/contracts/admin';
import { newId } from '@backchannel/contracts/ids';
import { Refused } from '@backchannel/service';
import { z } from 'zod';
import { pageFrom, readCursor } from '../http/cursor.ts';
import { momentOf, momentOrNull } from '../http/moment.ts';
import type { Database, Transaction } from '../store/database.ts';
import type { Caller } from './caller.ts';
import { type Grant, listText, readGrant, seesGrant } from './grant.ts';
import type { Page } from './keys.store.ts';

/** People with what is known of their invitation. */
const people = (db: Database) =>
  db
    .selectFrom('people')
    .leftJoin('invitations', 'invitations.person_id', 'people.id')
    .selectAll('people')
    .select('invitations.expires_at as invited_until');

type Row = Awaited<ReturnType<ReturnType<typeof people>['executeTakeFirstOrThrow']>>;

/** The newest first, those that the caller may know of. */
export async function listPeople(db: Database, caller: Caller, { cursor, limit }: Page) {
  const [before] = readCursor(z.tuple([z.string()]), cursor) ?? [];
  const rows = await people(db)
    .$if(before !== undefined, (query) => query.where('people.id', '<', before ?? ''))
    .orderBy('people.id', 'desc')
    // Who sees some bots only is given what is left of all of them: there are never many people.
    .$if(caller.bots === null, (query) => query.limit(limit + 1))
    .execute();
  const seen = rows.map(asPerson).filter((person) => seesGrant(caller, person));
  return pageFrom(seen, limit, ({ personId }) => [personId]);
}

export async function readPerson(trx: Transaction, personId: string): Promise<Person | null> {
  const row = await people(trx).where('people.id', '=', personId).executeTakeFirst();
  return row ? asPerson(row) : null;
}

export interface NewPerson extends Grant {
  readonly email: string;
  readonly name: string;
  /** Its hash; null for who is invited. */
  readonly password: string | null;
  readonly createdBy: string;
}

/** Refuses an address that somebody has already. */
export async function addPerson(trx: Transaction, person: NewPerson): Promise<string> {
  const { email, name, password, scopes, bots, createdBy } = person;
  const id = newId();
  const added = await trx
    .insertInto('people')
    .values({
      id,
      email,
      name,
      password,
      scopes: scopes && listText(scopes),
      bots: bots && listText(bots),
      created_at: Date.now(),
      created_by: createdBy,
      signed_in_at: null,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!added) throw new Refused('conflict', { pointer: '/email', detail: '/email: somebody has this address already' });
  return id;
}

/** Whether anybody could sign in. */
export async function somebodyExists(db: Database): Promise<boolean> {
  const one = await db.selectFrom('people').select('id').where('password', 'is not', null).limit(1).executeTakeFirst();
  return one !== undefined;
}

/** Takes somebody away with their sign-ins. One owner who can sign in stays: else nobody could invite anybody. */
export async function removePerson(trx: Transaction, personId: string): Promise<void> {
  // Two owners who remove each other: written, so that the second waits for the first.
  const owners = await trx
    .updateTable('people')
    .set((eb) => ({ name: eb.ref('people.name') }))
    .where('scopes', 'is', null)
    .where('bots', 'is', null)
    .where('password', 'is not', null)
    .returning('id')
    .execute();
  if (owners.length === 1 && owners[0]?.id === personId) {
    throw new Refused('conflict', { detail: 'the last owner can not be removed: invite another one first' });
  }
  await trx.deleteFrom('people').where('id', '=', personId).execute();
}

function asPerson(row: Row): Person {
  const { scopes, bots } = readGrant(row);
  return {
    personId: row.id,
    email: row.email,
    name: row.name,
    scopes: scopes && [...scopes],
    bots: bots && [...bots],
    createdAt: momentOf(row.created_at),
    createdBy: row.created_by,
    signedInAt: momentOrNull(row.signed_in_at),
    invitedUntil: momentOrNull(row.invited_until),
  };
}
