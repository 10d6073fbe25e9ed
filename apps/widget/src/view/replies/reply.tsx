import type { Message } from '@backchannel/contracts';
import { Icon } from '../icon.tsx';
import type { OnStage } from '../stage.ts';
import { Button } from './button.tsx';
import { Cards } from './cards.tsx';
import { Picture } from './picture.tsx';
import { buttonsOf, cardsOf } from './said.ts';
import { Words } from './words.tsx';

interface Props extends OnStage {
  readonly message: Message;
  readonly isOver: boolean;
}

/** What somebody said, as its kind is shown; of kinds that are not known, the text. */
export function Reply({ stage, message, isOver }: Props) {
  const { type, text, html, url, alt, layout, from } = message;
  if (type === 'image') return <Picture {...{ stage, url, alt }} />;
  if (type === 'universal') {
    const slot = stage.places.slotOf(message);
    if (slot !== null) return <slot name={slot} />;
  }
  const buttons = buttonsOf(message);
  const cards = cardsOf(message);
  return (
    <>
      {from === 'outside' && (
        <div class="origin">
          <Icon name="service" />
          {stage.texts.outside}
        </div>
      )}
      {text && (
        <div class="bubble">
          <Words text={text} html={html} />
        </div>
      )}
      {buttons.length > 0 && (
        <div class="choices">
          {buttons.map((button) => (
            <Button {...{ stage, button, isOver }} />
          ))}
        </div>
      )}
      {cards.length > 0 && <Cards {...{ stage, cards, layout, isOver }} />}
    </>
  );
}
