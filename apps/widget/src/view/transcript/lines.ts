import type { Message } from '@backchannel/contracts';
import type { Span } from './span.ts';

/** A message with its place among its neighbours. */
export interface Line {
  readonly message: Message;
  /** It begins a day. */
  readonly isNewDay: boolean;
  /** The first and the last of what one side said in one go. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

const aWhile = 5 * 60_000;

export function linesOf(messages: readonly Message[], { from, to }: Span): Line[] {
  return messages.slice(from, to).map((message, place) => {
    const [before, after] = [messages[from + place - 1], messages[from + place + 1]];
    const isNewDay = !before || !isSameDay(before.at, message.at);
    return {
      message,
      isNewDay,
      isFirst: !before || !isOneGo(before, message),
      isLast: !after || !isOneGo(message, after),
    };
  });
}

/** Who says what is no message of anybody's. */
const isNotice = ({ type }: Message) => type === 'transfer' || type === 'closed';

const isOneGo = (one: Message, next: Message) =>
  one.from === next.from &&
  !isNotice(one) &&
  !isNotice(next) &&
  next.at - one.at < aWhile &&
  isSameDay(one.at, next.at);

const isSameDay = (one: number, other: number) => new Date(one).toDateString() === new Date(other).toDateString();
