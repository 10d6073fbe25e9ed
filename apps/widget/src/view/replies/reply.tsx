import type { Message } from '@backchannel/contracts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import { Later } from '../later.tsx';
import type { OnStage } from '../stage.ts';
import { Button } from './button.tsx';
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
          <Icon path={icons.service} />
          {stage.texts.outside}
        </div>
      )}
      {text && (
        <div class="bubble">
          {typeof html === 'string' ? (
            <Later
              {...{ stage }}
              draw={({ RichWords }) => <RichWords {...{ html }} />}
              meanwhile={<Words {...{ text }} />}
            />
          ) : (
            <Words {...{ text }} />
          )}
        </div>
      )}
      {buttons.length > 0 && (
        <div class="choices">
          {buttons.map((button) => (
            <Button {...{ stage, button, isOver }} />
          ))}
        </div>
      )}
      {cards.length > 0 && (
        <Later {...{ stage }} draw={({ Cards }) => <Cards {...{ stage, cards, layout, isOver }} />} />
      )}
    </>
  );
}
