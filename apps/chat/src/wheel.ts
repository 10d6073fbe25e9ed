/** Gives everybody a beat once in a round, so many at each tick: one timer for all of them. */
export class Wheel<Member extends { beat(now: number): void }> {
  readonly #spokes: readonly Set<Member>[];
  #at = 0;

  constructor(spokes: number) {
    this.#spokes = Array.from({ length: spokes }, () => new Set());
  }

  /** On the spoke that was passed last: its first beat is a whole round away. */
  add(member: Member): void {
    this.#spokes[this.#at]?.add(member);
  }

  delete(member: Member): void {
    for (const spoke of this.#spokes) spoke.delete(member);
  }

  tick(now: number): void {
    this.#at = (this.#at + 1) % this.#spokes.length;
    for (const member of this.#spokes[this.#at] ?? []) member.beat(now);
  }
}
