import type { Interaction } from '@backchannel/contracts';
import type { Question, Statement } from './interaction.ts';
import { text } from './text.ts';
import { textQuestion } from './text-question.ts';

type Kind<Type extends Interaction> = Statement<Type> | Question<Type>;

/** What each type of interaction does. */
const kinds: { readonly [Type in Interaction['type']]: Kind<Extract<Interaction, { type: Type }>> } = {
  text,
  text_question: textQuestion,
};

export function kindOf<Type extends Interaction>(interaction: Type): Kind<Type> {
  // The table has the right kind for every type; TypeScript can't follow a type through an index.
  return kinds[interaction.type] as unknown as Kind<Type>;
}
