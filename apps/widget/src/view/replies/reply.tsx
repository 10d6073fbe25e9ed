import type { Message } from '@backchannel/contracts';
import { Icon } from '../icon.tsx';
import { useStage } from '../stage.ts';
import { Button } from './button.tsx';
import { Cards } from './cards.tsx';
import { Picture } from './picture.tsx';
import { buttonsOf, cardsOf } from './said.ts';
import { Words } from './words.tsx';

interface Props {
  readonly message: Message;
  readonly isOver: boolean;
}

/** What somebody said, as its kind is shown; of kinds that are not known, the text. */
export function Reply({ message, isOver }: Props) {
  const { places } = useStage();
  const { type, text, html, url, alt, layout, from } = message;
  if (type === 'image') return <Picture url={url} alt={typeof alt === 'string' ? alt : ''} />;
  if (type === 'universal') {
    const slot = places.slotOf(message);
    if (slot !== null) return <slot name={slot} />;
  }
  const buttons = buttonsOf(message);
  const cards = cardsOf(message);
  return (
    <>
      {from === 'outside' && <Origin />}
      {text && (
        <div class="bubble">
          <Words text={text} html={html} />
        </div>
      )}
      {buttons.length > 0 && (
        <div class="choices">
          {buttons.map((button, place) => (
            <Button key={place} {...{ button, isOver }} />
          ))}
        </div>
      )}
      {cards.length > 0 && <Cards {...{ cards, layout, isOver }} />}
    </>
  );
}

function Origin() {
  const { texts } = useStage();
  return (
    <div class="origin">
      <Icon name="service" />
      {texts.outside}
    </div>
  );
}
