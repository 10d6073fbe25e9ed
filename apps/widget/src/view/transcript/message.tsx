import { Component } from 'preact';
import { Reply } from '../replies/reply.tsx';
import type { OnStage } from '../stage.ts';
import type { Line } from './lines.ts';
import { dayOf, timeOf } from './moments.ts';
import { noticeOf } from './notice.ts';

interface Props extends Line, OnStage {
  /** Nobody answers any more. */
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

  override render({ stage, message, isNewDay, isFirst, isLast, isOver, isFresh }: Props) {
    const { texts, lang, title } = stage;
    const { from, at, seq } = message;
    const notice = noticeOf(message, texts);
    const who = { user: texts.you, bot: title, outside: null }[from];
    const place = `${isFirst ? ' first' : ''}${isLast ? ' last' : ''}${isFresh ? ' fresh' : ''}`;
    return (
      <>
        {isNewDay && <li class="day">{dayOf(at, lang)}</li>}
        {notice ? (
          <li class="line notice">{notice}</li>
        ) : (
          <li class={`line ${from}${place}`} data-seq={seq}>
            {who && <span class="unseen">{who}: </span>}
            <Reply {...{ stage, message, isOver }} />
            {isLast && (
              <time class="meta" dateTime={new Date(at).toISOString()}>
                {timeOf(at, lang)}
              </time>
            )}
          </li>
        )}
      </>
    );
  }
}
