import type { Interaction } from '@backchannel/contracts';
import type { Position } from '../position.ts';
import type { Move, Run } from '../run.ts';
import type { Steps } from '../steps.ts';
import type { Visit } from '../visit.ts';

/** What an interaction of a type does. */
export interface Kind<Type extends Interaction> {
  /** The dialog has come to it. */
  readonly enter: (interaction: Type, visit: Visit) => Steps<Move>;
  /** What it does where it waits for something; without it, it never does. */
  readonly waits?: Waits<Type>;
  /** It asks the person: what comes before it is not a circle. */
  readonly asks?: true;
}

interface Waits<Type extends Interaction> {
  /** What the input leads to; undefined when it is not what was waited for. */
  readonly hear: (interaction: Type, visit: Visit) => Steps<Move | undefined>;
  /** Nothing else took the person's words either: what it makes of them; undefined leaves them to the bot's fallback. */
  readonly miss?: (interaction: Type, visit: Visit) => Move | undefined;
  /** It still waits, and it is its turn again. */
  readonly again: (interaction: Type, position: Position, run: Run) => Move;
}
