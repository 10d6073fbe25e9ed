import type { ClientFrame, ServerFrame } from '@backchannel/contracts';

/** A socket that has not been welcomed by then never will be. */
const WELCOME_MS = 10_000;
/** The server says `beat` every half minute: who has missed two of them hears nothing any more. */
const SILENT_MS = 75_000;
const BROKEN = 1006;

interface Ends {
  readonly address: string;
  readonly hello: ClientFrame;
  readonly heard: (frame: ServerFrame) => void;
  /** Once, with the close code; not after `close`. */
  readonly lost: (code: number) => void;
}

/** One socket, from its opening to its end. */
export class Wire {
  isWelcome = false;
  heardAt = Date.now();
  readonly #socket: WebSocket;
  readonly #lost: (code: number) => void;
  #late: ReturnType<typeof setTimeout>;
  #isOver = false;

  constructor({ address, hello, heard, lost }: Ends) {
    this.#lost = lost;
    this.#late = setTimeout(() => this.#end(BROKEN), WELCOME_MS);
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener('open', () => socket.send(JSON.stringify(hello)));
    socket.addEventListener('close', ({ code }) => this.#end(code));
    socket.addEventListener('message', ({ data }) => {
      this.heardAt = Date.now();
      const frame = JSON.parse(String(data)) as ServerFrame;
      if (frame.type === 'welcome') {
        if (!this.isWelcome) clearTimeout(this.#late);
        this.isWelcome = true;
      }
      if (frame.type === 'beat') this.#watch(SILENT_MS);
      heard(frame);
    });
  }

  send(frame: ClientFrame): boolean {
    const isOpen = this.isWelcome && this.#socket.readyState === WebSocket.OPEN;
    if (isOpen) this.#socket.send(JSON.stringify(frame));
    return isOpen;
  }

  close(): void {
    this.#isOver = true;
    clearTimeout(this.#late);
    this.#socket.close();
  }

  /** A socket that dies says nothing of it. Silence since the last frame, of whatever kind. */
  #watch(ms: number): void {
    clearTimeout(this.#late);
    this.#late = setTimeout(() => {
      const left = this.heardAt + SILENT_MS - Date.now();
      if (left > 0) this.#watch(left);
      else this.#end(BROKEN);
    }, ms);
  }

  #end(code: number): void {
    if (this.#isOver) return;
    this.close();
    this.#lost(code);
  }
}
