import type { PageFunction } from '@backchannel/contracts';
import { fillValue } from '../template.ts';
import type { Kind } from './interaction.ts';
import { ask } from './speak.ts';

export const pageFunction: Kind<PageFunction> = {
  *enter(interaction, visit) {
    const { run } = visit;
    // A page call ends its turn, so a turn has one at most.
    const callId = `${run.turn.turn}:page`;
    const { function: name, timeoutMs } = interaction;
    const call = { type: 'page_call', callId, function: name, timeoutMs };
    const elsewhere = yield* ask(interaction, visit, () => [{ ...call, param: paramOf(interaction, visit.run) }]);
    return elsewhere ?? { wait: { id: callId, kind: 'page', for: callId, ms: timeoutMs } };
  },
  waits: {
    // oxlint-disable-next-line require-yield -- it needs nothing from outside
    *hear({ name, attribute, next, onError, onTimeout = onError }, { run }) {
      const { input, session } = run.turn;
      if (input.kind === 'elapsed' && session.waiting?.id === input.deadline.id) {
        run.note(`${name}: the page did not answer in time`);
        return { go: onTimeout };
      }
      if (input.kind !== 'returned' || session.waiting?.id !== input.callId) return undefined;
      if (input.error !== undefined) {
        run.note(`${name}: the page function failed: ${input.error}`);
        return { go: onError };
      }
      if (attribute !== undefined) run.memory.keep({ name: attribute, value: input.value ?? null, scope: 'session' });
      return { go: next };
    },
    /** Nothing but its answer comes while a page works: it has been used up by a turn that failed. */
    again: ({ onError }) => ({ go: onError }),
  },
};

/** The ids in both spellings (the Webhook, browser script). */
function paramOf({ param }: PageFunction, { turn, memory }: Parameters<typeof pageFunction.enter>[1]['run']) {
  const { conversationId: sessionId, botId } = turn.conversation;
  const filled = fillValue(param, memory.placeholder);
  return { ...(filled as typeof param), session_id: sessionId, chatbot_id: botId, sessionId, botId };
}
