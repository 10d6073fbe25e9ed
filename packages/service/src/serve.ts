import type { Server } from 'node:http';
import { BrokerTransport } from '@backchannel/messaging';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { httpServer } from './http.ts';
import { nestLogger } from './log.ts';
import { watchConsumers } from './metrics/consumers.ts';
import { Opened } from './opened.ts';

/** A service, as its app exports it. */
export interface Service {
  readonly name: string;
  readonly module: Type;
  /** The largest body that it takes, if not that of an input. */
  readonly bodyBytes?: number;
}

/** A service at work. */
export interface Running {
  readonly name: string;
  readonly opened: Opened;
  /** Gets the requests of its addresses; listens by itself only when it runs alone. */
  readonly server: Server;
  /** What the service is made of, for its own tests. */
  readonly parts: Pick<NestFastifyApplication, 'get'>;
  /** Not ready any more; finishes what is in hand, says it, acknowledges it, and leaves. */
  close(): Promise<void>;
}

/** How long a request that is being answered may hold up the end. */
const ANSWER_MS = 1_500;

class Root {}
Module({})(Root);

/** Starts a service as a Nest application of its own: handlers of one topic never share one (Nest would chain them). */
export async function serve({ name, module, bodyBytes }: Service, opened: Opened): Promise<Running> {
  const root: DynamicModule = { module: Root, imports: [given(opened), module] };
  const { server, filter, inHand } = httpServer(opened, bodyBytes);
  const adapter = new FastifyAdapter(server as never);
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: nestLogger(opened.log),
    abortOnError: false,
    bodyParser: false,
  });
  app.useGlobalFilters(filter);
  app.connectMicroservice(
    { strategy: new BrokerTransport(opened.broker, name, watchConsumers(opened)) },
    { inheritAppConfig: false },
  );
  await app.startAllMicroservices();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    name,
    opened,
    server: app.getHttpServer(),
    parts: app,
    async close() {
      opened.health.stop();
      const { server: http } = app.getHttpAdapter().getInstance();
      http.close();
      await inHand.done(ANSWER_MS);
      http.closeAllConnections();
      await app.close();
    },
  };
}

function given(opened: Opened): DynamicModule {
  class Given {}
  Module({})(Given);
  return { module: Given, global: true, providers: [{ provide: Opened, useValue: opened }], exports: [Opened] };
}
