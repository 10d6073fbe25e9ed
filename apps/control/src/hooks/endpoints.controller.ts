import {
  type Asked,
  CreateEndpoint,
  type Endpoint,
  GetEndpoint,
  GetHook,
  ListEndpoints,
  RemoveEndpoint,
  ReplaceEndpoint,
} from '@backchannel/contracts/admin';
import { Opened } from '@backchannel/service';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { pageFrom, readCursor } from '../http/cursor.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { momentOf } from '../http/moment.ts';
import { Store } from '../store/store.ts';
import { type EndpointRow, endpointOf, endpointsOf, settingsIn } from './endpoints.store.ts';
import { Endpoints, etagOf } from './endpoints.ts';
import { hookAddress, hookRowOf, requireBot } from './hook.ts';
import { placesOf, targetProblem } from './target.ts';

const AfterName = z.tuple([z.string()]);

/** A bot's webhook: its link and its endpoints. */
@Controller()
export class EndpointsController {
  constructor(
    private readonly store: Store,
    private readonly opened: Opened,
    private readonly endpoints: Endpoints,
  ) {}

  @Handles(GetHook)
  async hook(@Ask() { params: { botId } }: Asked<typeof GetHook>) {
    await requireBot(this.store.db, botId);
    const row = await hookRowOf(this.store.db, botId);
    return row
      ? { hookId: row.hook_id, address: hookAddress(this.opened, row.hook_id) }
      : { hookId: null, address: null };
  }

  @Handles(ListEndpoints)
  async list(@Ask() { params: { botId }, query: { cursor, limit } }: Asked<typeof ListEndpoints>) {
    await requireBot(this.store.db, botId);
    const [after] = readCursor(AfterName, cursor) ?? [];
    const found = await endpointsOf(this.store.db, botId, { after, limit });
    const { items, next } = pageFrom(found, limit, ({ name }) => [name]);
    return { items: await this.shown(botId, items), next };
  }

  @Handles(GetEndpoint)
  async get(
    @Ask() { params: { botId, name } }: Asked<typeof GetEndpoint>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await requireBot(this.store.db, botId);
    return this.tagged(await endpointOf(this.store.db, botId, name), reply);
  }

  @Handles(CreateEndpoint)
  async create(
    @Ask() { params: { botId }, body: { name, ...settings } }: Asked<typeof CreateEndpoint>,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.tagged(await this.endpoints.create(caller, { botId, name, settings }), reply);
  }

  @Handles(ReplaceEndpoint)
  async replace(
    @Ask() { params, body: settings, ifMatch }: Asked<typeof ReplaceEndpoint>,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.tagged(await this.endpoints.replace(caller, { ...params, settings, ifMatch }), reply);
  }

  @Handles(RemoveEndpoint)
  async remove(@Ask() { params, ifMatch }: Asked<typeof RemoveEndpoint>, @By() caller: Caller) {
    await this.endpoints.remove(caller, { ...params, ifMatch });
  }

  private async tagged(row: EndpointRow, reply: FastifyReply): Promise<Endpoint | undefined> {
    void reply.header('etag', etagOf(row));
    return (await this.shown(row.bot_id, [row])).at(0);
  }

  /** With what the current version lacks: it may be another one than when they were saved. */
  private async shown(botId: string, rows: readonly EndpointRow[]): Promise<Endpoint[]> {
    const hook = await hookRowOf(this.store.db, botId);
    const places = await placesOf(this.store.db, botId);
    return rows.map((row) => {
      const settings = settingsIn(row);
      const warning = targetProblem(settings, places);
      return {
        name: row.name,
        address: `${hookAddress(this.opened, hook?.hook_id ?? '')}/${row.name}`,
        ...settings,
        revision: row.revision,
        createdAt: momentOf(row.created_at),
        updatedAt: momentOf(row.updated_at),
        warnings: warning ? [warning] : [],
      };
    });
  }
}
