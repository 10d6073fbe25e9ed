import type { Button, ShownButton } from '@backchannel/contracts';
import { addressOf } from '../address.ts';
import type { Run } from '../run.ts';
import { fill } from '../template.ts';
import type { Visit } from '../visit.ts';

/** Buttons with everything filled in. One that leads nowhere is left out. */
export function shownButtons(buttons: readonly Button[], run: Run): { readonly buttons: readonly ShownButton[] } {
  const { placeholder } = run.memory;
  const shown = buttons.flatMap((button): ShownButton[] => {
    const label = fill(button.label, placeholder);
    if (button.type === 'url') {
      const { type, target } = button;
      const url = addressOf(button.url, run);
      return url === undefined ? [] : [{ type, label, url, target }];
    }
    return [{ type: 'postback', label, payload: fill(button.payload ?? button.label, placeholder) }];
  });
  return { buttons: shown };
}

/** What can be tapped stands below the last message; without words below an empty one, for it is the question then. */
export function withTapped(messages: ReturnType<Visit['text']>, tapped: Readonly<Record<string, readonly object[]>>) {
  const isNothing = Object.values(tapped).every(({ length }) => length === 0);
  const shown = messages.length > 0 || isNothing ? messages : [{ type: 'text', text: '' }];
  return shown.map((message, place) => (place === shown.length - 1 ? { ...message, ...tapped } : message));
}
