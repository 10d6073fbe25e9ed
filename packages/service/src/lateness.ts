/** How often it looks. */
const EVERY_MS = 100;
/** One long pause, of the garbage collector for instance, is not lateness. */
const IN_A_ROW = 3;

/** Whether the process is late with all that it has to do: a timer comes when everything before it is done. */
export class Lateness {
  readonly #timer: NodeJS.Timeout;
  #due = performance.now() + EVERY_MS;
  #inARow = 0;

  constructor(lateMs: number) {
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#inARow = now - this.#due > lateMs ? this.#inARow + 1 : 0;
      this.#due = now + EVERY_MS;
    }, EVERY_MS).unref();
  }

  get isLate(): boolean {
    return this.#inARow >= IN_A_ROW;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
