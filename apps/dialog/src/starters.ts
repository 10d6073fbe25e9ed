import type { Bot } from '@backchannel/contracts';
import { type CompiledPattern, compilePattern, fold } from './pattern.ts';

interface Candidate {
  readonly dialog: string;
  /** Its place among the bot's dialogs. */
  readonly order: number;
  /** As its author wrote it. */
  readonly source: string;
  readonly pattern: CompiledPattern;
  readonly exclude: readonly CompiledPattern[];
}

/** How long a piece of a text is looked up: longer ones tell patterns apart better, and are more often too long. */
const pieceChars = 4;

/** All dialog starters of a bot, so arranged that a text is compared only with those that have a chance. */
export class Starters {
  readonly #bySpelling = new Map<string, Candidate[]>();
  readonly #byPiece = new Map<string, Candidate[]>();
  /** Lengths of the keys of `#byPiece`. */
  readonly #lengths = new Set<number>();
  readonly #others: Candidate[] = [];

  constructor(dialogs: Bot['dialogs']) {
    const candidates = dialogs.flatMap(({ name, enabled, starter }, order) => {
      if (!enabled || !starter) return [];
      const exclude = starter.exclude.map(compilePattern);
      return starter.patterns.map((source) => ({
        dialog: name,
        order,
        source,
        pattern: compilePattern(source),
        exclude,
      }));
    });
    const common = count(candidates.flatMap(({ pattern }) => (pattern.spellings ? [] : (pattern.needs ?? []))));
    for (const candidate of candidates) {
      const { spellings, needs } = candidate.pattern;
      if (spellings) for (const text of spellings) put(this.#bySpelling, text, candidate);
      else if (needs) for (const text of needs) this.#need(rarest(text, common), candidate);
      else this.#others.push(candidate);
    }
  }

  /** The dialog that a text starts, and the pattern that does it. */
  find(said: string): { dialog: string; pattern: string } | undefined {
    const text = fold(said);
    const matches: { candidate: Candidate; literals: number }[] = [];
    for (const candidate of this.#candidates(text)) {
      const literals = candidate.pattern.match(text);
      if (literals !== undefined) matches.push({ candidate, literals });
    }
    matches.sort((a, b) => b.literals - a.literals || a.candidate.order - b.candidate.order);
    const first = matches.find(({ candidate }) => candidate.exclude.every(({ match }) => match(text) === undefined));
    return first && { dialog: first.candidate.dialog, pattern: first.candidate.source };
  }

  #candidates(text: string): Set<Candidate> {
    const found = new Set(this.#others);
    for (const candidate of this.#bySpelling.get(text) ?? []) found.add(candidate);
    for (const length of this.#lengths) {
      for (let place = 0; place + length <= text.length; place += 1) {
        for (const candidate of this.#byPiece.get(text.slice(place, place + length)) ?? []) found.add(candidate);
      }
    }
    return found;
  }

  #need(piece: string, candidate: Candidate) {
    this.#lengths.add(piece.length);
    put(this.#byPiece, piece, candidate);
  }
}

function put(map: Map<string, Candidate[]>, key: string, candidate: Candidate) {
  const candidates = map.get(key);
  if (candidates) candidates.push(candidate);
  else map.set(key, [candidate]);
}

function pieces(text: string): string[] {
  if (text.length <= pieceChars) return [text];
  return Array.from({ length: text.length - pieceChars + 1 }, (_, place) => text.slice(place, place + pieceChars));
}

function count(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const piece of pieces(text)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return counts;
}

function rarest(text: string, counts: ReadonlyMap<string, number>): string {
  return pieces(text).reduce((best, piece) => ((counts.get(piece) ?? 0) < (counts.get(best) ?? 0) ? piece : best));
}
