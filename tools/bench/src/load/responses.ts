const END = Buffer.from('\r\n\r\n');

/** Reads the answers of a connection, which may come in any pieces; only their status counts. */
export class Responses {
  #rest: Buffer | undefined;
  /** Of a body that is passed over. */
  #left = 0;
  readonly #heard: (status: number) => void;

  constructor(heard: (status: number) => void) {
    this.#heard = heard;
  }

  push(chunk: Buffer): void {
    let bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = undefined;
    while (bytes.length > 0) {
      if (this.#left > bytes.length) {
        this.#left -= bytes.length;
        return;
      }
      bytes = bytes.subarray(this.#left);
      this.#left = 0;
      if (bytes.length === 0) return;
      const end = bytes.indexOf(END);
      if (end < 0) {
        this.#rest = bytes;
        return;
      }
      const head = bytes.toString('latin1', 0, end);
      this.#left = lengthIn(head);
      bytes = bytes.subarray(end + END.length);
      this.#heard(statusIn(head));
    }
  }
}

function statusIn(head: string): number {
  const status = Number(head.slice(9, 12));
  if (!head.startsWith('HTTP/1.1 ') || !Number.isInteger(status)) {
    throw new Error(`this is no answer of HTTP/1.1: ${JSON.stringify(head.slice(0, 40))}`);
  }
  return status;
}

function lengthIn(head: string): number {
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  if (length === undefined) throw new Error(`an answer without Content-Length: ${JSON.stringify(head)}`);
  return Number(length);
}
