import type { AddressInfo, Server } from 'node:net';
import { applyFile, type Checked, type Control, checkBots, lineOf, untilTold, type WrittenBot } from '@backchannel/bot';
import { openLog, Sentence } from '@backchannel/service';

/** The bots of a folder, if all of them can run. */
export async function botsOf(path: string): Promise<readonly WrittenBot[]> {
  const { written, problems } = await read(path);
  const [problem] = problems;
  if (problem) throw new Sentence(`${lineOf(problem).replace(/\.$/, '')}.`);
  return written;
}

async function read(path: string): Promise<Checked> {
  try {
    return await checkBots(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Sentence(`BOTS_DIR is ${path}, which can't be read (${code ?? message}).`, { cause });
  }
}

/** Has control make the bots what their files say. What people have changed at control since stays, and is named in the log. */
export async function publish(bots: readonly WrittenBot[], control: Control, log: ReturnType<typeof openLog>) {
  for (const bot of bots) {
    const { outcome } = await applyFile(control, bot);
    if (outcome === 'kept')
      log.warn({ bot: bot.id }, 'the bot was changed at control since its file: the file is left alone');
  }
  // Who begins now reads them before it is ready.
  for (const { id } of bots) await untilTold(control, id);
}

/** How a server of this process is reached from within. */
export function addressOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  const any = new Map([
    ['0.0.0.0', '127.0.0.1'],
    ['::', '[::1]'],
  ]);
  return `http://${any.get(address) ?? (address.includes(':') ? `[${address}]` : address)}:${port}`;
}
