import type { Interaction } from '@backchannel/contracts';
import { api } from './api.ts';
import type { Kind } from './interaction.ts';
import { pageFunction } from './page-function.ts';
import { buttons, cards, multipleChoice, quickReplies, textQuestion } from './questions.ts';
import { close, image, privateMessage, text, transfer, universal } from './statements.ts';
import { condition, script } from './steps.ts';
import { wait } from './wait.ts';

/** What each type of interaction does. */
const kinds: { readonly [Type in Interaction['type']]: Kind<Extract<Interaction, { type: Type }>> } = {
  text,
  image,
  private_message: privateMessage,
  universal,
  text_question: textQuestion,
  multiple_choice: multipleChoice,
  buttons,
  quick_replies: quickReplies,
  cards,
  wait,
  script,
  condition,
  api,
  page_function: pageFunction,
  transfer,
  close,
};

export function kindOf<Type extends Interaction>(interaction: Type): Kind<Type> {
  // The table has the right kind for every type; TypeScript can't follow a type through an index.
  return kinds[interaction.type] as unknown as Kind<Type>;
}
