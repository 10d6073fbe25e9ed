import { reasonOf } from '../again.ts';

interface Owed {
  readonly since: number;
  reason?: string;
}

type Fetch<Answer> = (failed: (error: unknown) => void) => Promise<Answer>;

/** Which nodes of Kafka owe a member an answer that can be read, since when, and why. */
export class Fetches {
  readonly #owed = new Map<string, Owed>();

  /**
   * `nodes` are all that there are. A fetch that fails, or says that it has, is still owed when it is tried again, by another
   * consumer too.
   */
  async from<Answer>(node: string, nodes: readonly string[], fetch: Fetch<Answer>): Promise<Answer> {
    for (const known of this.#owed.keys()) if (!nodes.includes(known)) this.#owed.delete(known);
    const owed = this.#owed.get(node) ?? { since: Date.now() };
    this.#owed.set(node, owed);
    let isAnswered = true;
    const failed = (error: unknown) => {
      isAnswered = false;
      owed.reason = reasonOf(error);
    };
    try {
      return await fetch(failed);
    } catch (error) {
      failed(error);
      throw error;
    } finally {
      if (isAnswered) this.#owed.delete(node);
    }
  }

  /** What has been owed for the longest time. */
  get oldest(): Owed | undefined {
    return [...this.#owed.values()].toSorted((one, other) => one.since - other.since)[0];
  }
}
