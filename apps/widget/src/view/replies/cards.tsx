import type { CardsReply } from '@backchannel/contracts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import { webAddress } from '../page/address.ts';
import type { OnStage } from '../stage.ts';
import { Button } from './button.tsx';
import { buttonsOf } from './said.ts';

interface Props extends OnStage {
  readonly cards: CardsReply['cards'];
  readonly layout: unknown;
  readonly isOver: boolean;
}

/** A list; or a row, to be swiped and gone through with the arrow keys, or with the arrows by whoever has a mouse. */
export function Cards({ stage, cards, layout, isOver }: Props) {
  const isRow = layout !== 'list' && cards.length > 1;
  const shown = cards.map((card) => <Card {...{ stage, card, isOver }} />);
  if (!isRow) return <ul class="cards list">{shown}</ul>;

  const look = ({ currentTarget: row }: { readonly currentTarget: HTMLElement }) => {
    // To the left of the beginning, in languages that go there, is below zero.
    const left = Math.abs(row.scrollLeft);
    row.dataset['at'] = left < 8 ? 'first' : left > row.scrollWidth - row.clientWidth - 8 ? 'last' : '';
  };
  const arrow = (step: 1 | -1) => (
    <button
      type="button"
      class={step > 0 ? 'arrow next' : 'arrow'}
      tabIndex={-1}
      aria-hidden="true"
      onClick={({ currentTarget: { parentElement } }) => {
        const row = parentElement?.firstElementChild;
        const width = row?.firstElementChild?.clientWidth ?? 0;
        row?.scrollBy({ left: (width + 10) * (stage.dir === 'rtl' ? -step : step) });
      }}
    >
      <Icon path={step > 0 ? icons.next : icons.back} turns />
    </button>
  );
  return (
    <div class="carousel">
      <ul class="cards" data-at="first" tabIndex={0} aria-label={stage.texts.cards} onScroll={look}>
        {shown}
      </ul>
      {arrow(-1)}
      {arrow(1)}
    </div>
  );
}

interface CardProps extends OnStage {
  readonly card: CardsReply['cards'][number];
  readonly isOver: boolean;
}

function Card({ stage, card, isOver }: CardProps) {
  const { title, subtitle, imageUrl } = card;
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
      {buttonsOf(card).map((button) => (
        <Button {...{ stage, button, isOver }} />
      ))}
    </li>
  );
}
