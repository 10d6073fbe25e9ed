import type {
  Button,
  ButtonQuestion,
  CardsQuestion,
  Json,
  MultipleChoice,
  QuickReplyQuestion,
  ShownButton,
  TextQuestion,
} from '@backchannel/contracts';
import { choiceIn } from '../choice.ts';
import { fill, inAddress, type Resolve } from '../template.ts';
import type { Visit } from '../visit.ts';
import { question } from './question.ts';

export const textQuestion = question<TextQuestion>({
  content: ({ text }, visit) => visit.text(text),
  takes: () => true,
});

export const multipleChoice = question<MultipleChoice>({
  content({ text, choices, show }, visit) {
    const filled = choices.map((choice) => fill(choice, visit.run.memory.placeholder));
    const tapped =
      show === 'buttons'
        ? { buttons: filled.map((label) => ({ type: 'postback', label, payload: label })) }
        : { quickReplies: filled.map((title) => ({ title, payload: title })) };
    return withTapped(visit.text(text), tapped);
  },
  takes: ({ choices }, said) => choiceIn(choices, said) !== undefined,
});

export const buttons = question<ButtonQuestion>({
  content({ text, buttons }, visit) {
    return withTapped(visit.text(text), { buttons: shown(buttons, visit.run.memory.placeholder) });
  },
});

export const quickReplies = question<QuickReplyQuestion>({
  content({ text, quickReplies }, visit) {
    const { placeholder } = visit.run.memory;
    const filled = quickReplies.map(({ title, payload = title, imageUrl }) => ({
      title: fill(title, placeholder),
      payload: fill(payload, placeholder),
      ...(imageUrl !== undefined && { imageUrl: fill(imageUrl, placeholder, inAddress) }),
    }));
    return withTapped(visit.text(text), { quickReplies: filled });
  },
});

/** A carousel shows no more. */
const mostCards = 10;

export const cards = question<CardsQuestion>({
  content(interaction, visit) {
    const { layout, each } = interaction;
    const [said] = interaction.text === undefined ? [] : visit.text(interaction.text);
    const items = each === undefined ? [undefined] : listOf(visit, each);
    const all = items.flatMap((item) => cardsFor(interaction, item, visit));
    if (all.length === 0) return said ? [said] : [];
    const { type: _, ...words } = said ?? { type: 'text' };
    return [{ ...words, type: 'cards', layout, cards: all.slice(0, mostCards) }];
  },
});

function cardsFor({ cards }: CardsQuestion, item: Json | undefined, { run: { memory } }: Visit) {
  memory.item = item;
  const { placeholder } = memory;
  const filled = cards.map(({ title, subtitle, imageUrl, buttons }) => ({
    title: fill(title, placeholder),
    ...(subtitle !== undefined && { subtitle: fill(subtitle, placeholder) }),
    ...(imageUrl !== undefined && { imageUrl: fill(imageUrl, placeholder, inAddress) }),
    buttons: shown(buttons, placeholder),
  }));
  memory.item = undefined;
  return filled;
}

function listOf({ run }: Visit, variable: string): readonly Json[] {
  const value = run.memory.variable(variable);
  if (Array.isArray(value)) return value;
  run.note(`${variable} is not a list: there are no cards to show`);
  return [];
}

function shown(buttons: readonly Button[], placeholder: Resolve): ShownButton[] {
  return buttons.map((button) => {
    const label = fill(button.label, placeholder);
    if (button.type === 'url') {
      const { type, url, target } = button;
      return { type, label, url: fill(url, placeholder, inAddress), target };
    }
    return { type: 'postback', label, payload: fill(button.payload ?? button.label, placeholder) };
  });
}

/** What can be tapped stands below the last message. */
function withTapped(messages: ReturnType<Visit['text']>, tapped: object) {
  return messages.map((message, place) => (place === messages.length - 1 ? { ...message, ...tapped } : message));
}
