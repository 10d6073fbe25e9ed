import type { Interaction, Next } from '@backchannel/contracts';
import type { Position } from '../position.ts';
import type { Move, Run, Visit } from '../run.ts';

/** What an interaction of a type does. */
export interface Statement<Type extends Interaction> {
  readonly asks: false;
  /** The dialog has come to it. */
  enter(interaction: Type, visit: Visit, run: Run): Move;
}

/** What an interaction that waits for the person does. */
export interface Question<Type extends Interaction> {
  readonly asks: true;
  /** The dialog has come to it; answers with what it waits for. */
  enter(interaction: Type, visit: Visit, run: Run): Move;
  /** What the person's words lead to; undefined when nothing takes them. */
  hear(interaction: Type, run: Run): Next | undefined;
  /** Says that nothing took them, if it has words for that. */
  miss(interaction: Type, visit: Visit): boolean;
  /** It still waits, and it is its turn again: asks again, or gives up. */
  again(interaction: Type, position: Position): Move;
}
