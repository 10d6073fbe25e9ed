import { createInterface, type Interface } from 'node:readline';
import type { Screen } from './player.ts';

const clear = '\r\u001B[K';

/** Where the person reads and types; what is typed may also come from a file or another program. */
export class Terminal implements Screen {
  readonly #isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  #reader: Interface | undefined;
  /** Typed, and not read yet. */
  readonly #typed: string[] = [];
  #waiting: ((line: string | undefined) => void) | undefined;
  #isOver = false;

  get showsTyped(): boolean {
    return this.#isTerminal;
  }

  line(line: string): void {
    process.stdout.write(`${this.#isTerminal ? clear : ''}${line}\n`);
    if (this.#waiting) this.#prompt();
  }

  typing(): void {
    if (this.#isTerminal && !this.#waiting) process.stdout.write(`${clear}…`);
  }

  async ask(question: string): Promise<string | undefined> {
    return this.#isTerminal ? this.#next(question) : undefined;
  }

  async *lines(): AsyncGenerator<string> {
    for (let line = await this.#next(); line !== undefined; line = await this.#next()) yield line;
  }

  close(): void {
    this.#reader?.close();
    if (this.#isTerminal) process.stdout.write(clear);
  }

  /** The next line that is typed; undefined when there will be none. */
  #next(prompt = 'you> '): Promise<string | undefined> {
    this.#reader ??= this.#open();
    if (this.#typed.length > 0 || this.#isOver) return Promise.resolve(this.#typed.shift());
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#reader?.setPrompt(prompt);
      this.#prompt();
    });
  }

  #open(): Interface {
    const reader = createInterface({ input: process.stdin, ...(this.#isTerminal && { output: process.stdout }) });
    reader.on('line', (line) => {
      if (this.#waiting) this.#hand(line);
      else this.#typed.push(line);
    });
    reader.on('close', () => {
      this.#isOver = true;
      this.#hand(undefined);
    });
    // The terminal hands Ctrl-C to whoever reads from it.
    reader.on('SIGINT', () => process.emit('SIGINT'));
    return reader;
  }

  #hand(line: string | undefined): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.(line);
  }

  #prompt(): void {
    if (this.#isTerminal) this.#reader?.prompt(true);
  }
}
