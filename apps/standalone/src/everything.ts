import type { RequestListener, Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { chat } from '@backchannel/chat';
import { dialog } from '@backchannel/dialog';
import { ingest } from '@backchannel/ingest';
import type { Broker } from '@backchannel/messaging';
import { type Environment, type Meter, Opened, type Running, type Service, serve } from '@backchannel/service';
import { session } from '@backchannel/session';
import { route } from './route.ts';

/** Those that talk with people and outside systems; control is beside them. */
export const talking: readonly Service[] = [session, dialog, chat, ingest];

/** Every service in this process, each a Nest application of its own, on one broker and behind one server. */
export class Everything {
  readonly #server: Server;
  #running: readonly Running[] = [];
  #started = false;

  /** Until the services have started, requests are asked to come again; those for none of them are for others. */
  constructor(server: Server, others: RequestListener) {
    this.#server = server;
    route(server, { begun: () => this.#running, started: () => this.#started }, others);
  }

  /** Begins some of them, which can be asked then. Resolves when they are ready. */
  async begin(services: readonly Service[], environment: Environment, broker: Broker): Promise<void> {
    const begin = (service: Service) => serve(service, new Opened(service.name, environment, broker));
    const begun = await Promise.all(services.map(begin));
    this.#running = [...this.#running, ...begun];
    while (begun.some(({ opened }) => opened.health.waitsFor().length > 0)) await sleep(20);
  }

  /** What they count. */
  get meters(): readonly Meter[] {
    return this.#running.map(({ opened }) => opened.meter);
  }

  /** All that are to begin have begun: from now on whoever asks is told that they are ready. */
  started(): void {
    this.#started = true;
  }

  /** The broker is closed before the stores: what is in hand is still said. */
  async stop(broker: Broker): Promise<void> {
    this.#server.close();
    for (const { opened } of this.#running) opened.health.stop();
    await Promise.all(this.#running.map((one) => one.close()));
    this.#server.closeAllConnections();
    await broker.close();
    await Promise.all(this.#running.map(({ opened }) => opened.close()));
  }
}
