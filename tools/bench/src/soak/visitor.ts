import { hash, randomUUID } from 'node:crypto';
import { ConversationOpened, ServerFrame } from '@backchannel/contracts';

interface Doors {
  readonly chat: string;
  readonly ingest: string;
}

interface Pace {
  readonly times: number;
  readonly everyMs: number;
  readonly answered: () => void;
}

/** Somebody who comes, talks and pays for a while, and leaves for good. */
export async function visit({ chat, ingest }: Doors, { times, everyMs, answered }: Pace): Promise<void> {
  const opened = await ask(`${chat}/v1/conversations`, { botId: 'soak' }, {});
  const { conversationId, userId, botId, token, socket: address } = ConversationOpened.parse(opened);
  const socket = new WebSocket(address);
  const heard = new Set<string>();
  let wake = () => {};
  socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'hello', token, after: 0 })));
  socket.addEventListener('message', ({ data }) => {
    const frame = ServerFrame.parse(JSON.parse(String(data)));
    if (frame.type !== 'message') return;
    socket.send(JSON.stringify({ type: 'ack', seq: frame.message.seq }));
    if (frame.message.from === 'bot' && frame.message.text) heard.add(frame.message.text);
    wake();
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error(`${address} can't be opened`)));
  });
  const sees = async (text: string) => {
    while (!heard.has(text)) await new Promise<void>((resolve) => (wake = resolve));
    answered();
  };
  for (let number = 1; number <= times; number += 1) {
    const next = new Promise((resolve) => setTimeout(resolve, everyMs));
    socket.send(JSON.stringify({ type: 'say', id: randomUUID(), text: `order ${number}` }));
    await sees(`You said: order ${number}`);
    const contextVariables = [
      { name: 'PaymentId', value: `P-${number}` },
      { name: 'PaymentStatus', value: 'PROCESSED' },
    ];
    const body = { conversationId, userId, botId, message: 'webrequest', contextVariables };
    await ask(`${ingest}/thirdparty-services-0.1/webview`, body, {
      authorization: hash('sha256', `${conversationId} || ${botId}`),
    });
    await sees(`Payment P-${number} is PROCESSED.`);
    await next;
  }
  socket.close();
}

async function ask(address: string, body: object, headers: Record<string, string>): Promise<unknown> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`);
  return response.json();
}
