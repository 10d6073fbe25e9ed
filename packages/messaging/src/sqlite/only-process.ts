import { DatabaseSync } from 'node:sqlite';

/**
 * Claims a file for this process. The operating system holds the lock and drops it when the process dies, however it dies:
 * there is nothing stale to clean up. Answers how to let go.
 */
export function claim(path: string): () => void {
  const lock = new DatabaseSync(`${path}.lock`);
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw new Error(`${path} is in use by another process.`, { cause: error });
  }
  return () => lock.close();
}
