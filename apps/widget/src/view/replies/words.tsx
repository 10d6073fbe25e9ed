import { h, type VNode } from 'preact';
import { linkPieces } from './links.ts';
import { type Part, richParts } from './rich.ts';

const away = { target: '_blank', rel: 'noopener noreferrer' };

interface Props {
  readonly text?: string | undefined;
  readonly html?: unknown;
}

/** A text as it was written: its tags if it has some, its lines, and its addresses to be tapped. */
export function Words({ text = '', html }: Props) {
  return (
    <div class="words" dir="auto">
      {typeof html === 'string' ? richParts(html).map(rich) : linked(text)}
    </div>
  );
}

const linked = (text: string) =>
  linkPieces(text).map((piece) =>
    typeof piece === 'string' ? (
      piece
    ) : (
      <a href={piece.href} {...away}>
        {piece.text}
      </a>
    ),
  );

function rich(part: Part): VNode | string | (VNode | string)[] {
  if (typeof part === 'string') return linked(part);
  const { tag, href, parts } = part;
  // In a link there is no other.
  const inside = tag === 'a' ? parts.map(bare) : parts.map(rich);
  return h(tag, href === undefined ? null : { href, ...away }, ...inside.flat());
}

function bare(part: Part): VNode | string {
  return typeof part === 'string' ? part : h(part.tag, null, ...part.parts.map(bare));
}
