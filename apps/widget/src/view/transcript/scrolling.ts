import { type RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { atEnd, earlier, follow, later, type Span } from './span.ts';

/** As near as this counts as there. */
const near = 48;
const soon = 240;

export interface Scrolling {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly span: Span;
  readonly isAtEnd: boolean;
  readonly onScroll: () => void;
  readonly toEnd: () => void;
  readonly toEarlier: () => void;
}

/**
 * Draws a part of a transcript and moves it with the person: who is at the end stays there, whatever comes; who reads
 * elsewhere keeps the line under their eyes.
 */
export function useScrolling(count: number): Scrolling {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  /** Null: at the end. */
  const [reading, setReading] = useState<Span | null>(null);
  const held = useRef<{ element: Element; top: number } | null>(null);
  const lastTop = useRef(0);
  const span = reading === null ? atEnd(count) : follow(reading, count);

  const stick = () => {
    const { current } = box;
    if (!current) return;
    current.scrollTop = current.scrollHeight;
    lastTop.current = current.scrollTop;
  };
  const move = (to: Span) => {
    if (to.from === span.from && to.to === span.to) return;
    held.current = lineIn(box.current);
    setReading(to);
  };
  const onScroll = () => {
    if (!box.current) return;
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    const below = scrollHeight - scrollTop - clientHeight;
    const isUp = scrollTop < lastTop.current;
    lastTop.current = scrollTop;
    if (below < near && span.to === count) setReading(null);
    else if (reading === null && !isUp) return;
    else if (scrollTop < soon && span.from > 0) move(earlier(span));
    else if (below < soon && span.to < count) move(later(span, count));
    else if (reading === null) setReading(span);
  };

  useLayoutEffect(() => {
    const { current: line } = held;
    held.current = null;
    if (reading === null) stick();
    else if (line?.element.isConnected && box.current) box.current.scrollTop += topOf(line.element) - line.top;
  });
  useEffect(() => {
    if (reading !== null || !box.current || !content.current) return;
    // A keyboard comes up, a picture has come: the end is elsewhere now.
    const observer = new ResizeObserver(stick);
    observer.observe(box.current);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [reading === null]);

  return {
    box,
    content,
    span,
    isAtEnd: reading === null,
    onScroll,
    toEnd: () => setReading(null),
    toEarlier: () => move(earlier(span)),
  };
}

/** The first line that can be seen. */
function lineIn(box: HTMLElement | null) {
  const top = box?.getBoundingClientRect().top ?? 0;
  const element = [...(box?.querySelectorAll('.line') ?? [])].find((line) => line.getBoundingClientRect().bottom > top);
  return element ? { element, top: topOf(element) } : null;
}

const topOf = (element: Element) => element.getBoundingClientRect().top;
