/** The answer may never come to this tab. */
const MOST_MS = 20_000;

/** Whether the bot works on something, as far as a tab can tell. */
export class Typing {
  isOn = false;
  readonly #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  begin(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.end(), MOST_MS);
    this.#become(true);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#become(false);
  }

  #become(isOn: boolean): void {
    if (this.isOn === isOn) return;
    this.isOn = isOn;
    this.#changed();
  }
}
