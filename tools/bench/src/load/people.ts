import { Agent, type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { ConversationOpened } from '@backchannel/contracts';

/** So many at a time. */
const TOGETHER = 32;

/** Opens conversations as pages do: `POST /v1/conversations`. */
export async function openConversations(chatUrl: string, botId: string, count: number): Promise<ConversationOpened[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: TOGETHER });
  const opened: ConversationOpened[] = [];
  let left = count;
  const open = async () => {
    while (left > 0) {
      left -= 1;
      opened.push(await openOne(agent, chatUrl, botId));
    }
  };
  try {
    await Promise.all(Array.from({ length: TOGETHER }, open));
    return opened;
  } finally {
    agent.destroy();
  }
}

function openOne(agent: Agent, chatUrl: string, botId: string): Promise<ConversationOpened> {
  const { hostname, port } = new URL(chatUrl);
  const body = JSON.stringify({ botId });
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  const { promise, resolve, reject } = Promise.withResolvers<ConversationOpened>();
  const options = { agent, method: 'POST', path: '/v1/conversations', headers, host: numeric(hostname), port };
  request(options, (response) => {
    resolve(openedBy(response));
  })
    .on('error', reject)
    .end(body);
  return promise;
}

async function openedBy(response: IncomingMessage): Promise<ConversationOpened> {
  const answer = await json(response);
  if (response.statusCode === 201) return ConversationOpened.parse(answer);
  throw new Error(`a conversation could not be opened: ${response.statusCode} ${JSON.stringify(answer)}`);
}

/** Looking up a name costs a thread each time. */
export const numeric = (host: string): string => (host === 'localhost' ? '127.0.0.1' : host);
