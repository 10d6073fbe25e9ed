import type { CardsReply } from '@backchannel/contracts';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { webAddress } from '../page/address.ts';
import { useStage } from '../stage.ts';
import { Button } from './button.tsx';

type Card = CardsReply['cards'][number];

interface Props {
  readonly cards: readonly Card[];
  readonly layout: unknown;
  readonly isOver: boolean;
}

export function Cards({ cards, layout, isOver }: Props) {
  const shown = cards.map((card, place) => <One key={place} {...{ card, isOver }} />);
  return layout === 'list' || cards.length < 2 ? <ul class="cards list">{shown}</ul> : <Carousel>{shown}</Carousel>;
}

/** To be swiped, and to be gone through with the arrow keys or the arrows. */
function Carousel({ children }: { readonly children: VNode[] }) {
  const { texts, dir } = useStage();
  const row = useRef<HTMLUListElement>(null);
  const [ends, setEnds] = useState({ isFirst: true, isLast: false });
  const look = () => {
    if (!row.current) return;
    const { scrollLeft, scrollWidth, clientWidth } = row.current;
    // To the left of the beginning, in languages that go there, is below zero.
    const [isFirst, isLast] = [Math.abs(scrollLeft) < 8, Math.abs(scrollLeft) > scrollWidth - clientWidth - 8];
    setEnds((before) => (before.isFirst === isFirst && before.isLast === isLast ? before : { isFirst, isLast }));
  };
  useEffect(look, [children.length]);
  const go = (step: 1 | -1) => {
    const width = row.current?.firstElementChild?.getBoundingClientRect().width ?? 0;
    row.current?.scrollBy({ left: step * (width + 8) * (dir === 'rtl' ? -1 : 1) });
  };
  return (
    <div class="carousel" role="group" aria-label={texts.cards}>
      <ul class="cards" ref={row} tabIndex={0} aria-label={texts.cards} onScroll={look}>
        {children}
      </ul>
      <button
        type="button"
        class="arrow previous"
        aria-label={texts.previousCard}
        disabled={ends.isFirst}
        onClick={() => go(-1)}
      >
        <Icon name="back" turns />
      </button>
      <button type="button" class="arrow next" aria-label={texts.nextCard} disabled={ends.isLast} onClick={() => go(1)}>
        <Icon name="next" turns />
      </button>
    </div>
  );
}

function One({
  card: { title, subtitle, imageUrl, buttons },
  isOver,
}: {
  readonly card: Card;
  readonly isOver: boolean;
}) {
  const picture = webAddress(imageUrl);
  return (
    <li class="card">
      {picture && <img src={picture} alt="" loading="lazy" />}
      <div class="card-words">
        <div class="card-title" dir="auto">
          {title}
        </div>
        {subtitle && (
          <div class="card-subtitle" dir="auto">
            {subtitle}
          </div>
        )}
      </div>
      {buttons.map((button, place) => (
        <Button key={place} {...{ button, isOver }} />
      ))}
    </li>
  );
}
