import { InputReceived, type TurnAnswered } from '@backchannel/contracts';
import type { World } from './world.ts';

/** The bot is asked while it has the conversation, and to take it back; each broken promise in a sentence. */
export function brokenTransfers(
  world: World,
  conversation: string,
  heeded: readonly (TurnAnswered | null)[],
): string[] {
  const broken: string[] = [];
  const kinds = kindsOf(world);
  const asked = new Set(
    world.turns.filter((opened) => opened.conversation.conversationId === conversation).map(({ turn }) => turn),
  );
  let isAway = false;
  for (const [place, answer] of heeded.entries()) {
    const turn = place + 1;
    const kind = answer && kinds.get(answer.inputId);
    const isAsked = asked.has(turn);
    if (kind === 'said' && isAsked === isAway) {
      broken.push(`${conversation}: in turn ${turn} the bot was ${isAsked ? '' : 'not '}asked`);
    }
    if (kind === 'resumed' && !isAway) broken.push(`${conversation}: turn ${turn} resumes what was with the bot`);
    if (kind === 'resumed' && !isAsked && answer?.leaves !== 'open') {
      broken.push(`${conversation}: it was resumed in turn ${turn}, and is ${answer?.leaves}`);
    }
    // What nobody can read leaves it where it was.
    if (answer) isAway = answer.leaves === 'transferred';
  }
  return broken;
}

function kindsOf({ log }: World): ReadonlyMap<string, InputReceived['kind']> {
  const inputs = log.flatMap(({ event }) => (event?.type === InputReceived.type ? [event.data as InputReceived] : []));
  return new Map(inputs.map(({ inputId, kind }) => [inputId, kind]));
}
