import type { RequestListener, Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { chat } from '@backchannel/chat';
import { dialog } from '@backchannel/dialog';
import { ingest } from '@backchannel/ingest';
import type { Broker } from '@backchannel/messaging';
import { type Environment, Opened, type Running, serve } from '@backchannel/service';
import { session } from '@backchannel/session';
import { route } from './route.ts';

/** Every service in this process, each a Nest application of its own, on one broker and behind one server. */
export class Everything {
  readonly #server: Server;
  #running: readonly Running[] = [];

  /** Until the services have started, requests are asked to come again; those for none of them are for others. */
  constructor(server: Server, others: RequestListener) {
    this.#server = server;
    route(server, () => this.#running, others);
  }

  /** Resolves when all are ready. */
  async start(environment: Environment, broker: Broker): Promise<void> {
    const services = [session, dialog, chat, ingest];
    const begin = (service: (typeof services)[number]) => serve(service, new Opened(service.name, environment, broker));
    this.#running = await Promise.all(services.map(begin));
    while (this.#running.some(({ opened }) => opened.health.waitsFor().length > 0)) await sleep(20);
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
