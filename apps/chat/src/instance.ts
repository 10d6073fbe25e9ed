import type { Server } from 'node:http';
import {
  AddressRates,
  BotSettingsReader,
  type Opened,
  refuseWire,
  tokenSecrets,
  watchProjection,
} from '@backchannel/service';
import { Acknowledgements } from './acknowledgements.ts';
import { type Bell, noBell } from './bell.ts';
import { ChatStore } from './chat.store.ts';
import { Crowd } from './crowd.ts';
import { Door } from './door.ts';
import { Figures } from './figures.ts';
import { Pulse } from './pulse.ts';
import { RedisBell } from './redis-bell.ts';
import { Rooms } from './rooms.ts';
import { Senders } from './senders.ts';
import { Sockets, socketPath } from './sockets.ts';
import { Thinking } from './thinking.ts';
import { Tokens } from './tokens.ts';

/** Everything that one instance of chat is made of. */
export class Instance {
  readonly bots: BotSettingsReader;
  readonly bell: Bell;
  readonly store: ChatStore;
  readonly tokens: Tokens;
  readonly door: Door;
  readonly addresses: AddressRates;
  readonly acknowledgements: Acknowledgements;
  readonly rooms: Rooms;
  readonly thinking: Thinking;
  readonly sockets: Sockets;
  readonly pulse: Pulse;
  /** Where browsers open the socket. */
  readonly socketUrl: string;

  constructor(opened: Opened) {
    const { broker, environment, health, log } = opened;
    this.socketUrl = `${environment.publicUrl.replace(/^http/, 'ws')}${socketPath}`;
    this.bots = new BotSettingsReader(opened);
    this.bell = environment.redisUrl ? new RedisBell(environment.redisUrl, log) : noBell;
    this.store = new ChatStore(opened.slots(), broker, watchProjection(opened.meter));
    this.tokens = new Tokens(tokenSecrets(environment));
    this.door = new Door(opened, this.bots);
    this.addresses = new AddressRates(opened);
    this.acknowledgements = new Acknowledgements(this.store, opened);
    this.rooms = new Rooms(this.store, this.acknowledgements, log);
    this.thinking = new Thinking((ids) => {
      this.rooms.type(ids);
      this.bell.ring(ids.map((conversationId) => ({ conversationId, typing: true })));
    });
    const senders = new Senders();
    const { tokens, door, store, rooms, acknowledgements } = this;
    const figures = new Figures();
    figures.tell(opened.meter);
    const crowd = new Crowd(environment, this.addresses);
    this.sockets = new Sockets({ tokens, door, store, rooms, senders, acknowledgements, log, figures, crowd });
    this.pulse = new Pulse({ sockets: this.sockets, rooms, acknowledgements, log });

    this.bell.listen((rings) => {
      // Somebody else has the partition now.
      for (const { conversationId, head } of rings) if (head !== undefined) this.thinking.over(conversationId);
      this.rooms.hear(rings);
    });
    senders.follow(opened);
    health.add(() => this.bots.waitsFor());
    health.add(() => this.store.projection.waitsFor());
  }

  serve(server: Server): void {
    server.on('upgrade', (request, wire, head) => {
      const isOurs = this.sockets.upgrade(request, wire, head);
      if (!isOurs && server.listenerCount('upgrade') === 1) {
        refuseWire(wire, '404 Not Found');
      }
    });
  }

  /** Sockets go first, while what they still say can be taken. */
  async stop(): Promise<void> {
    this.pulse.stop();
    this.thinking.stop();
    await this.sockets.close();
    await this.acknowledgements.idle();
  }
}
