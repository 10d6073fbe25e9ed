import { connect, type Socket } from 'node:net';
import { Responses } from './responses.ts';

/** Where HTTP is spoken. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** As many posts are under way at a time; the rest waits here, and its time is counted. */
const MOST = 2000;

/** Keep-alive connections to a door: one post at a time on each, more connections as they are needed. */
export class Connections {
  readonly #address: Address;
  readonly #answered: (number: number, status: number) => void;
  readonly #free: Connection[] = [];
  readonly #all = new Set<Connection>();
  #waiting: (readonly [number: number, request: Buffer])[] = [];

  /** `answered` is told a status, or 0 when the connection broke before there was one. */
  constructor(address: Address, answered: (number: number, status: number) => void) {
    this.#address = address;
    this.#answered = answered;
  }

  post(number: number, request: Buffer): void {
    const connection = this.#free.pop() ?? this.#open();
    if (connection) connection.post(number, request);
    else this.#waiting.push([number, request]);
  }

  close(): void {
    for (const { socket } of this.#all) socket.destroy();
  }

  #open(): Connection | undefined {
    if (this.#all.size >= MOST) return undefined;
    const connection: Connection = new Connection(this.#address, {
      answered: (number, status) => {
        this.#answered(number, status);
        this.#next(connection);
      },
      gone: (number) => {
        this.#all.delete(connection);
        const place = this.#free.indexOf(connection);
        if (place >= 0) this.#free.splice(place, 1);
        if (number >= 0) this.#answered(number, 0);
        const next = this.#waiting.shift();
        if (next) this.post(...next);
      },
    });
    this.#all.add(connection);
    return connection;
  }

  #next(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) connection.post(...next);
    else this.#free.push(connection);
  }
}

interface Listener {
  readonly answered: (number: number, status: number) => void;
  /** With the number of the post that it takes along, or -1. */
  readonly gone: (number: number) => void;
}

class Connection {
  readonly socket: Socket;
  #number = -1;

  constructor({ host, port }: Address, { answered, gone }: Listener) {
    this.socket = connect({ host, port, noDelay: true });
    const responses = new Responses((status) => {
      const number = this.#number;
      this.#number = -1;
      answered(number, status);
    });
    this.socket.on('data', (chunk) => responses.push(chunk));
    // What is wrong with it shows in what it does not answer.
    this.socket.on('error', () => {});
    this.socket.on('close', () => gone(this.#number));
  }

  post(number: number, request: Buffer): void {
    this.#number = number;
    this.socket.write(request);
  }
}
