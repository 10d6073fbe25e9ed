/** Somebody who has said events, and waits until all of them are acknowledged. */
export class Publication {
  readonly #settled = Promise.withResolvers<void>();
  readonly #since = Date.now();
  #left: number;
  #isGivenUp = false;

  constructor(events: number) {
    this.#left = events;
  }

  get settled(): Promise<void> {
    return this.#settled.promise;
  }

  /** Nobody waits for it any more: it has failed. */
  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  get isWaiting(): boolean {
    return !this.#isGivenUp && this.#left > 0;
  }

  get ageMs(): number {
    return Math.max(0, Date.now() - this.#since);
  }

  /** One of its events is through. */
  acknowledge(): void {
    this.#left -= 1;
    if (this.#left === 0) this.#settled.resolve();
  }

  giveUp(error: Error): void {
    this.#isGivenUp = true;
    this.#settled.reject(error);
  }
}
