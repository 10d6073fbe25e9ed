import type {
  CloseInteraction,
  ImageInteraction,
  PrivateMessage,
  TextInteraction,
  TransferInteraction,
  UniversalInteraction,
} from '@backchannel/contracts';
import { addressOf } from '../address.ts';
import { fill, fillValue } from '../template.ts';
import type { Kind } from './interaction.ts';
import { ask, speak } from './speak.ts';

export const text: Kind<TextInteraction> = {
  *enter(interaction, visit) {
    return (yield* speak(interaction, visit, () => visit.text(interaction.text))) ?? { go: interaction.next };
  },
};

export const image: Kind<ImageInteraction> = {
  *enter(interaction, visit) {
    const content = () => {
      const url = addressOf(interaction.url, visit.run);
      return url === undefined
        ? []
        : [{ type: 'image', url, alt: fill(interaction.alt, visit.run.memory.placeholder) }];
    };
    return (yield* speak(interaction, visit, content)) ?? { go: interaction.next };
  },
};

export const privateMessage: Kind<PrivateMessage> = {
  *enter(interaction, visit) {
    const content = () => [{ type: 'private', text: fill(interaction.text, visit.run.memory.placeholder) }];
    return (yield* speak(interaction, visit, content)) ?? { go: interaction.next };
  },
};

export const universal: Kind<UniversalInteraction> = {
  *enter(interaction, visit) {
    const content = () => [
      { type: 'universal', content: fillValue(interaction.content, visit.run.memory.placeholder) },
    ];
    return (yield* speak(interaction, visit, content)) ?? { go: interaction.next };
  },
};

export const transfer: Kind<TransferInteraction> = {
  *enter({ to, ...interaction }, visit) {
    const { run } = visit;
    const content = () => [
      ...(interaction.text === undefined ? [] : visit.text(interaction.text)),
      { type: 'transfer', ...(to !== undefined && { to: fill(to, run.memory.placeholder) }) },
    ];
    const elsewhere = yield* ask(interaction, visit, content);
    if (elsewhere) return elsewhere;
    run.leaves = 'transferred';
    return { stop: true };
  },
};

export const close: Kind<CloseInteraction> = {
  *enter(interaction, visit) {
    const content = () => (interaction.text === undefined ? [] : visit.text(interaction.text));
    const move = yield* speak(interaction, visit, content);
    return move ?? { go: interaction.survey ? 'close_dialog' : 'close_conversation' };
  },
};
