import { reasonOf } from '../again.ts';

interface Owed {
  readonly since: number;
  reason?: string;
}

/** Which nodes of Kafka owe a member an answer that can be read, since when, and why. */
export class Fetches {
  readonly #owed = new Map<string, Owed>();

  /** `nodes` are all that there are. A fetch that fails is still owed when it is tried again, by another consumer too. */
  async from<Answer>(node: string, nodes: readonly string[], fetch: () => Promise<Answer>): Promise<Answer> {
    for (const known of this.#owed.keys()) if (!nodes.includes(known)) this.#owed.delete(known);
    const owed = this.#owed.get(node) ?? { since: Date.now() };
    this.#owed.set(node, owed);
    try {
      const answer = await fetch();
      this.#owed.delete(node);
      return answer;
    } catch (error) {
      owed.reason = reasonOf(error);
      throw error;
    }
  }

  /** What has been owed for the longest time. */
  get oldest(): Owed | undefined {
    return [...this.#owed.values()].toSorted((one, other) => one.since - other.since)[0];
  }
}
