import type {
  ButtonQuestion,
  CardsQuestion,
  Json,
  MultipleChoice,
  QuickReplyQuestion,
  TextQuestion,
} from '@backchannel/contracts';
import { addressOf } from '../address.ts';
import { choiceOf, showChoices } from '../choice.ts';
import type { Run } from '../run.ts';
import { fill } from '../template.ts';
import type { Visit } from '../visit.ts';
import { question } from './question.ts';
import { shownButtons, withTapped } from './tapped.ts';

export const textQuestion = question<TextQuestion>({
  content: ({ text }, visit) => visit.text(text),
  takes: () => true,
});

export const multipleChoice = question<MultipleChoice>({
  content({ text, choices, show }, visit) {
    const filled = showChoices(choices, visit.run);
    const tapped: Parameters<typeof withTapped>[1] =
      show === 'buttons'
        ? { buttons: filled.map((label) => ({ type: 'postback', label, payload: label })) }
        : { quickReplies: filled.map((title) => ({ title, payload: title })) };
    return withTapped(visit.text(text), tapped);
  },
  takes: ({ choices }, run) => choiceOf(choices, run) !== undefined,
});

export const buttons = question<ButtonQuestion>({
  content({ text, buttons }, visit) {
    return withTapped(visit.text(text), shownButtons(buttons, visit.run));
  },
});

export const quickReplies = question<QuickReplyQuestion>({
  content({ text, quickReplies }, visit) {
    const { placeholder } = visit.run.memory;
    const filled = quickReplies.map(({ title, payload = title, imageUrl }) => ({
      title: fill(title, placeholder),
      payload: fill(payload, placeholder),
      ...imageAt(imageUrl, visit.run),
    }));
    return withTapped(visit.text(text), { quickReplies: filled });
  },
});

/** A carousel shows no more. */
const mostCards = 10;

export const cards = question<CardsQuestion>({
  content(interaction, visit) {
    const { layout, each } = interaction;
    const messages = interaction.text === undefined ? [] : visit.text(interaction.text);
    const items = each === undefined ? [undefined] : listOf(visit, each);
    if (items.length === 0) return messages;
    const all = items.length * interaction.cards.length;
    if (all > mostCards) visit.run.note(`${interaction.name}: ${mostCards} of ${all} cards are shown`);
    const shown = items.slice(0, mostCards).flatMap((item) => cardsFor(interaction, item, visit));
    const last = messages.pop();
    return [...messages, { ...last, type: 'cards', layout, cards: shown.slice(0, mostCards) }];
  },
});

function cardsFor({ cards }: CardsQuestion, item: Json | undefined, { run }: Visit) {
  const { memory } = run;
  const { placeholder } = memory;
  memory.item = item;
  const filled = cards.map(({ title, subtitle, imageUrl, buttons }) => ({
    title: fill(title, placeholder),
    ...(subtitle !== undefined && { subtitle: fill(subtitle, placeholder) }),
    ...imageAt(imageUrl, run),
    ...shownButtons(buttons, run),
  }));
  memory.item = undefined;
  return filled;
}

function listOf({ run }: Visit, variable: string): readonly Json[] {
  const value = run.memory.variable(variable);
  if (Array.isArray(value) && value.length > 0) return value;
  run.note(`${variable} is ${Array.isArray(value) ? 'an empty' : 'not a'} list: there are no cards to show`);
  return [];
}

function imageAt(template: string | undefined, run: Run): { imageUrl?: string } {
  const imageUrl = template === undefined ? undefined : addressOf(template, run);
  return imageUrl === undefined ? {} : { imageUrl };
}
