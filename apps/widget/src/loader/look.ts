import type { BotLook, Look, Problem } from '@backchannel/contracts';
import type { Config } from '../api.ts';

/**
 * Asks until there is an answer: a server that is away comes back, and the page may be there for hours. A text: why this
 * page does not show the bot.
 */
export async function lookOf({ server, botId }: Config): Promise<Look | string> {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 60_000)) {
    const answer = await fetch(`${server}/v1/bots/${encodeURIComponent(botId)}/look`).catch(() => null);
    // From "too many requests" on it may be another answer the next time.
    if (answer && answer.status < 429) {
      const { enabled, look, detail = 'refused' }: BotLook & Problem = await answer.json();
      return answer.ok ? (enabled ? look : 'it is switched off') : detail;
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
