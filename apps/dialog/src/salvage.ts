import { Conversation, defaultTexts, Session, type TurnAnswered } from '@backchannel/contracts';
import type { Unreadable } from '@backchannel/messaging';
import { z } from 'zod';

/** As much of a turn as an answer to it can't do without. */
const Rest = z.object({
  turn: z.int().positive(),
  input: z.looseObject({ inputId: z.string() }),
  conversation: Conversation,
  session: Session,
});

/** The failed answer to a turn that can't be read; undefined when not even that much of it can. */
export function salvage({ raw, problem }: Unreadable): TurnAnswered | undefined {
  const rest = Rest.safeParse(jsonOf(raw.value)).data;
  if (!rest) return undefined;
  const { turn, input, conversation, session } = rest;
  return {
    turn,
    inputId: input.inputId,
    message: null,
    replies: [{ id: `${turn}::failed`, type: 'text', text: defaultTexts.error }],
    final: true,
    failed: true,
    leaves: 'open',
    session,
    conversation,
    notes: [`the turn could not be read: ${problem}`],
  };
}

function jsonOf(value: Buffer): unknown {
  try {
    return JSON.parse(value.toString());
  } catch {
    return undefined;
  }
}
