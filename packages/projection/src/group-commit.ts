import type { DatabaseSync } from 'node:sqlite';
import { Pace } from '@backchannel/messaging';

interface Job {
  readonly work: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes that come together share a transaction: each is there as a whole or not at all, none resolves before all are on the disk. */
export class GroupCommit {
  readonly #db: DatabaseSync;
  readonly #pace = new Pace();
  #jobs: Job[] = [];

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  run<Result>(work: () => Result): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    if (this.#jobs.length === 0) this.#pace.soon(() => this.flush());
    // Each job resolves with what its own work has answered.
    this.#jobs.push({ work, resolve: resolve as (result: unknown) => void, reject });
    return promise;
  }

  flush(): void {
    const jobs = this.#jobs;
    this.#jobs = [];
    if (jobs.length === 0) return;
    try {
      this.#db.exec('begin immediate');
      const settle = jobs.map((job) => this.#attempt(job));
      this.#db.exec('commit');
      for (const done of settle) done();
    } catch (error) {
      for (const { reject } of jobs) reject(error);
      if (this.#db.isOpen && this.#db.isTransaction) this.#db.exec('rollback');
    }
  }

  #attempt({ work, resolve, reject }: Job): () => void {
    this.#db.exec('savepoint one');
    try {
      const result = work();
      this.#db.exec('release one');
      return () => resolve(result);
    } catch (error) {
      this.#db.exec('rollback to one; release one');
      return () => reject(error);
    }
  }
}
