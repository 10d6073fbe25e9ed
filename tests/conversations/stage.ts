import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ApiFolder, Apis } from './api.ts';
import { type Conversation, readConversations } from './conversation.ts';
import { OpenHook } from './hook.ts';

/** All conversations, with what a system must be started with to play them. */
export interface Stage {
  readonly conversations: readonly Conversation[];
  /** A folder of bot files. */
  readonly bots: string;
  /** For the process that runs dialog. */
  readonly environment: Readonly<Record<string, string>>;
  readonly apiHost: string;
  apiOf(id: string): ApiFolder;
  /** Of those that have a webhook. */
  readonly hookOf: (id: string) => OpenHook | undefined;
  close(): Promise<void>;
}

/** A port that nobody listens on, where calls may go. */
const nobody = '127.0.0.1:1';

/** Those with a webhook, or those without: not every system can be given one. */
export async function openStage({ hooks = false } = {}): Promise<Stage> {
  const conversations = readConversations().filter(({ hook }) => (hook !== undefined) === hooks);
  const apis = await Apis.open();
  const folders = new Map(conversations.map(({ id, apis: answers = {} }) => [id, apis.folder(id, answers)]));
  const open = conversations.flatMap(({ id, hook }) => (hook ? [[id, new OpenHook(id, hook)] as const] : []));
  const hookOf = new Map(open);
  const apiOf = (id: string) => folders.get(id) as ApiFolder;

  const dir = await mkdtemp(join(tmpdir(), 'backchannel-'));
  const [bots, credentialsFile] = [join(dir, 'bots'), join(dir, 'credentials.json')];
  await mkdir(bots);
  for (const { id, bot } of conversations) {
    const environment = { api: apiOf(id).url, nobody: `http://${nobody}`, ...bot.settings?.environment };
    const file = { ...bot, id, settings: { ...bot.settings, environment } };
    await writeFile(join(bots, `${id}.json`), JSON.stringify(file));
  }
  await writeFile(
    credentialsFile,
    JSON.stringify(Object.fromEntries(conversations.map(({ id, credentials = {} }) => [id, credentials]))),
  );
  return {
    conversations,
    bots,
    environment: { API_ALLOW: `${apis.host},${nobody}`, CREDENTIALS_FILE: credentialsFile },
    apiHost: apis.host,
    apiOf,
    hookOf: (id) => hookOf.get(id),
    async close() {
      await apis.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
