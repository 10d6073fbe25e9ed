import { Component } from 'preact';
import { Reply } from '../replies/reply.tsx';
import { useStage } from '../stage.ts';
import type { Line } from './lines.ts';
import { dayOf, timeOf } from './moments.ts';

interface Props extends Line {
  readonly isOver: boolean;
  /** It came just now. */
  readonly isFresh: boolean;
  /** Whether the page draws `universal` replies. */
  readonly isDrawn: boolean;
}

/** A line of the transcript. Of a thousand lines only those that have changed are looked at. */
export class MessageLine extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return Object.entries(next).some(([name, value]) => this.props[name as keyof Props] !== value);
  }

  override render(props: Props) {
    return <Drawn {...props} />;
  }
}

function Drawn({ message, isNewDay, isFirst, isLast, isOver, isFresh }: Props) {
  const { texts, lang, title } = useStage();
  const { from, at, type, to } = message;
  const isNotice = type === 'transfer' || type === 'closed';
  const who = { user: texts.you, bot: title, outside: null }[from];
  const place = `${isFirst ? ' first' : ''}${isLast ? ' last' : ''}${isFresh ? ' fresh' : ''}`;
  return (
    <>
      {isNewDay && <li class="day">{dayOf(at, lang)}</li>}
      <li class={isNotice ? 'line notice' : `line ${from}${place}`} data-seq={message.seq}>
        {isNotice ? (
          noticeOf(type, to, texts)
        ) : (
          <>
            {who && <span class="unseen">{who}: </span>}
            <Reply {...{ message, isOver }} />
            {isLast && (
              <time class="meta" dateTime={new Date(at).toISOString()}>
                {timeOf(at, lang)}
              </time>
            )}
          </>
        )}
      </li>
    </>
  );
}

const noticeOf = (type: string, to: unknown, texts: ReturnType<typeof useStage>['texts']) => {
  if (type === 'closed') return texts.closed;
  return typeof to === 'string' && to !== '' ? texts.transferredTo(to) : texts.transferred;
};
