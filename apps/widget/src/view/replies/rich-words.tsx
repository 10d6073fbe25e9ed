import { away } from '../page/address.ts';
import { type Part, richParts } from './rich.ts';
import { linked } from './words.tsx';

/** A text with the tags that its author gave it. */
export const RichWords = ({ html }: { readonly html: string }) => (
  <div class="words" dir="auto">
    {richParts(html).map(rich)}
  </div>
);

function rich(part: Part) {
  if (typeof part === 'string') return linked(part);
  const { tag, href, parts } = part;
  const Tag = tag as 'a';
  // In a link there is no other.
  const inside = tag === 'a' ? parts.map(bare) : parts.map(rich);
  return <Tag {...(href !== undefined && { href, ...away })}>{inside}</Tag>;
}

function bare(part: Part) {
  if (typeof part === 'string') return part;
  const Tag = part.tag;
  return <Tag>{part.parts.map(bare)}</Tag>;
}
