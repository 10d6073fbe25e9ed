import { Client, DatabaseError, escapeIdentifier } from 'pg';

const NO_SUCH_DATABASE = '3D000';

/** Whether the database can be used; one that is not there yet is created. */
export async function openDatabase(url: string): Promise<boolean> {
  try {
    await query(url, 'select 1');
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== NO_SUCH_DATABASE) throw error;
    await createDatabase(within(url, 'postgres'), decodeURIComponent(new URL(url).pathname.slice(1)));
  }
  return true;
}

/** A new database of the server that has the given one. */
export async function createDatabase(url: string, name: string): Promise<string> {
  await query(url, `create database ${escapeIdentifier(name)}`);
  return within(url, name);
}

function within(url: string, database: string): string {
  const address = new URL(url);
  address.pathname = encodeURIComponent(database);
  return address.href;
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // Its connection may break at any time; the query that it had then fails.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query(text);
  } finally {
    await client.end();
  }
}
