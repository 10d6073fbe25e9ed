import { Component, createRef } from 'preact';
import type { Talking } from '../../talk/talking.ts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import { QuickReplies } from '../replies/quick-replies.tsx';
import { isShown, quickRepliesOf } from '../replies/said.ts';
import type { OnStage, Seen } from '../stage.ts';
import { Greeting } from './greeting.tsx';
import { linesOf } from './lines.ts';
import { MessageLine } from './message.tsx';
import { atEnd, earlier, follow, later, type Span } from './span.ts';
import { PendingLine, RefusedLine } from './unsent.tsx';

interface Props extends OnStage {
  readonly now: Talking;
  readonly seen: Seen;
}

/** A line under the person's eyes, and how high it stands. */
interface Held {
  readonly line: Element;
  readonly top: number;
}

/** As near as this counts as there; and what is as near as this will soon be needed. */
const near = 48;
const soon = 240;

/**
 * Draws a part of a transcript and moves it with the person: who is at the end stays there, whatever comes; who reads
 * elsewhere keeps the line under their eyes.
 */
export class Transcript extends Component<Props> {
  readonly #box = createRef<HTMLDivElement>();
  readonly #content = createRef<HTMLDivElement>();
  /** What comes after this came just now. */
  readonly #known = this.props.now.messages.at(-1)?.seq ?? 0;
  // A keyboard comes up, a picture has come, the window is opened: the end is elsewhere now.
  readonly #resized = new ResizeObserver(() => this.#stick());
  #count = 0;
  #span: Span = atEnd(0);
  /** How many there were when the person was at the end. */
  #read = 0;
  #top = 0;

  override componentDidMount(): void {
    for (const { current } of [this.#box, this.#content]) if (current) this.#resized.observe(current);
    this.#stick();
  }

  override componentWillUnmount(): void {
    this.#resized.disconnect();
  }

  override getSnapshotBeforeUpdate(): Held | null {
    const box = this.#box.current;
    if (this.props.stage.seen.reading === null || !box) return null;
    const edge = topOf(box);
    const line = [...box.querySelectorAll('.line')].find((one) => one.getBoundingClientRect().bottom > edge);
    return line ? { line, top: topOf(line) } : null;
  }

  override componentDidUpdate(before: Props, _: unknown, held: Held | null): void {
    // Who says something wants to see it.
    if (this.props.now.pending.length > before.now.pending.length) this.#toEnd();
    this.#stick();
    const box = this.#box.current;
    if (box && held?.line.isConnected) box.scrollTop += topOf(held.line) - held.top;
  }

  #stick(): void {
    const box = this.#box.current;
    if (!box || this.props.stage.seen.reading !== null) return;
    box.scrollTop = box.scrollHeight;
    this.#top = box.scrollTop;
  }

  #move(reading: Span | null): void {
    const { stage } = this.props;
    const before = stage.seen.reading;
    if (before?.from !== reading?.from || before?.to !== reading?.to) stage.set({ reading });
  }

  #toEnd = () => this.#move(null);

  #scrolled = () => {
    const box = this.#box.current;
    if (!box) return;
    const { scrollTop, scrollHeight, clientHeight } = box;
    const below = scrollHeight - scrollTop - clientHeight;
    const isUp = scrollTop < this.#top;
    this.#top = scrollTop;
    const isAtEnd = this.props.stage.seen.reading === null;
    const { from, to } = this.#span;
    if (below < near && to === this.#count) this.#toEnd();
    // The content has changed, not the person's mind.
    else if (isAtEnd && !isUp) return;
    else if (scrollTop < soon && from > 0) this.#move(earlier(this.#span));
    else if (below < soon && to < this.#count) this.#move(later(this.#span, this.#count));
    else if (isAtEnd) this.#move(this.#span);
  };

  override render({ stage, now, seen }: Props) {
    const { texts, draw, refocus } = stage;
    const isDrawn = draw() !== null;
    const messages = now.messages.filter((message) => isShown(message, isDrawn));
    const count = messages.length;
    const span = seen.reading === null ? atEnd(count) : follow(seen.reading, count);
    if (seen.reading === null) this.#read = count;
    this.#count = count;
    this.#span = span;

    const isOver = now.closed || now.status === 'ended';
    const newest = messages.at(-1);
    const quickReplies = newest && now.pending.length === 0 && !isOver ? quickRepliesOf(newest) : [];
    return (
      <div class="reading">
        <div
          class="transcript"
          role="log"
          // Each message is said once, elsewhere.
          aria-live="off"
          aria-label={texts.messages}
          tabIndex={0}
          ref={this.#box}
          onScroll={this.#scrolled}
        >
          <div class="content" ref={this.#content}>
            {span.from > 0 ? (
              <button type="button" class="quiet older" onClick={() => this.#move(earlier(span))}>
                {texts.older}
              </button>
            ) : (
              <Greeting {...{ stage }} />
            )}
            <ol class="lines">
              {linesOf(messages, span).map((line) => (
                <MessageLine
                  key={line.message.id}
                  {...{ ...line, stage, isOver, isDrawn }}
                  isFresh={line.message.seq > this.#known && line.message.from !== 'user'}
                />
              ))}
              {now.refused.map((refused) => (
                <RefusedLine key={refused.id} {...{ refused, stage }} />
              ))}
              {now.pending.map((pending) => (
                <PendingLine key={pending.id} {...{ pending, stage }} isWaiting={now.status === 'offline'} />
              ))}
              {now.typing && (
                <li class="line bot first last fresh">
                  <span class="bubble typing" role="img" aria-label={texts.typing}>
                    <i />
                    <i />
                    <i />
                  </span>
                </li>
              )}
            </ol>
            {quickReplies.length > 0 && <QuickReplies {...{ quickReplies, stage }} />}
          </div>
        </div>
        {seen.reading !== null && (
          <button
            type="button"
            class="to-end"
            onClick={() => {
              this.#toEnd();
              refocus();
            }}
          >
            <Icon path={icons.down} />
            {count > this.#read ? texts.fresh(count - this.#read) : <span class="unseen">{texts.toEnd}</span>}
          </button>
        )}
      </div>
    );
  }
}

const topOf = (element: Element) => element.getBoundingClientRect().top;
