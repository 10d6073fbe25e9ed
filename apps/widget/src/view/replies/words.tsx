import { away } from '../page/address.ts';
import { linkPieces } from './links.ts';

/** A text as it was written: its lines, and its addresses to be tapped. */
export const Words = ({ text }: { readonly text: string }) => (
  <div class="words" dir="auto">
    {linked(text)}
  </div>
);

export const linked = (text: string) =>
  linkPieces(text).map((piece) =>
    typeof piece === 'string' ? (
      piece
    ) : (
      <a href={piece.href} {...away}>
        {piece.text}
      </a>
    ),
  );
