/** A text in pieces of at most so many characters, split between words where there are any. */
export function split(text: string, most: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > most) {
    const end = endOfPiece(rest, most);
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...pieces, rest].filter((piece) => piece.trim() !== '');
}

function endOfPiece(text: string, most: number): number {
  for (let end = most; end > 0; end -= 1) if (/\s/.test(text.charAt(end))) return end;
  // One word: at least not within a character that takes two places.
  return /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? most - 1 : most;
}
