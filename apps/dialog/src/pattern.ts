// What authors write to recognise a text. Matching takes time in proportion to text and pattern, whatever they are, and
// says besides how specific the match was. That is why it is not left to a regular expression engine: none tells which
// of all ways to match has the most literal characters, and compiling one costs a hundred times more.

/** A part of a pattern. */
type Node = string | typeof anything | { readonly either: readonly Sequence[] };
type Sequence = readonly Node[];
const anything = Symbol('*');

/** Of how many spellings a pattern without `*` may be, to be looked up instead of matched. */
const mostSpellings = 64;

export interface CompiledPattern {
  /** All texts that it matches, where they are few. */
  readonly spellings: readonly string[] | undefined;
  /** One of these is in every text that it matches; undefined when nothing is known to be. */
  readonly needs: readonly string[] | undefined;
  /** How many literal characters the most specific way to match a folded text has; undefined when it does not match. */
  readonly match: (text: string) => number | undefined;
}

/** Texts that differ only in case, in blanks around them or in how accents are encoded become the same. */
export function fold(text: string): string {
  // Lower case knows two sigmas, and which one depends on what follows.
  return text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ').trim();
}

/** A pattern that the contracts have accepted: its parentheses fit. */
export function compilePattern(source: string): CompiledPattern {
  const root = parse(fold(source));
  const spellings = spell([root]);
  return {
    spellings,
    needs: spellings ?? need([root]),
    match(text) {
      const start = new Int32Array(text.length + 1).fill(-1);
      start[0] = 0;
      const literals = through([root], start, text)[text.length] ?? -1;
      return literals < 0 ? undefined : literals;
    },
  };
}

function parse(source: string): Node {
  let position = 0;

  function alternatives(): Node {
    const either = [sequence()];
    while (source[position] === '|') {
      position += 1;
      either.push(sequence());
    }
    return { either };
  }

  function sequence(): Sequence {
    const nodes: Node[] = [];
    for (;;) {
      const character = source[position];
      if (character === undefined || character === '|' || character === ')') return nodes;
      position += 1;
      if (character === '(') {
        nodes.push(alternatives());
        position += 1;
      } else if (character === '*') {
        if (nodes.at(-1) !== anything) nodes.push(anything);
      } else {
        const last = nodes.at(-1);
        if (typeof last === 'string') nodes[nodes.length - 1] = last + character;
        else nodes.push(character);
      }
    }
  }

  return alternatives();
}

/**
 * From where in the text the nodes may begin to where they may end, each place with the most literal characters on the
 * way to it, -1 where no way leads.
 */
function through(nodes: Sequence, from: Int32Array, text: string): Int32Array {
  return nodes.reduce((places, node) => step(node, places, text), from);
}

function step(node: Node, from: Int32Array, text: string): Int32Array {
  const to = new Int32Array(from.length).fill(-1);
  if (node === anything) {
    let most = -1;
    for (let place = 0; place < from.length; place += 1) {
      most = Math.max(most, from[place] ?? -1);
      to[place] = most;
    }
  } else if (typeof node === 'string') {
    for (let place = text.indexOf(node); place >= 0; place = text.indexOf(node, place + 1)) {
      const literals = from[place] ?? -1;
      if (literals >= 0) to[place + node.length] = literals + node.length;
    }
  } else {
    for (const nodes of node.either) {
      const ends = through(nodes, from, text);
      for (let place = 0; place < to.length; place += 1) to[place] = Math.max(to[place] ?? -1, ends[place] ?? -1);
    }
  }
  return to;
}

/** All texts of the nodes, unless there are too many. */
function spell(nodes: Sequence): readonly string[] | undefined {
  let texts: readonly string[] = [''];
  for (const node of nodes) {
    if (node === anything) return undefined;
    const more = typeof node === 'string' ? [node] : spellEither(node.either);
    if (!more || texts.length * more.length > mostSpellings) return undefined;
    texts = texts.flatMap((text) => more.map((end) => text + end));
  }
  return texts;
}

function spellEither(either: readonly Sequence[]): readonly string[] | undefined {
  const texts: string[] = [];
  for (const nodes of either) {
    const more = spell(nodes);
    if (!more || texts.length + more.length > mostSpellings) return undefined;
    texts.push(...more);
  }
  return [...new Set(texts)];
}

/** What one of must be in a text: the longest there is to be had. */
function need(nodes: Sequence): readonly string[] | undefined {
  let best: readonly string[] | undefined;
  for (const node of nodes) {
    const needed = typeof node === 'string' ? [node] : node === anything ? undefined : needEither(node.either);
    if (needed && shortest(needed) > (best ? shortest(best) : 0)) best = needed;
  }
  return best;
}

function needEither(either: readonly Sequence[]): readonly string[] | undefined {
  const needed: string[] = [];
  for (const nodes of either) {
    const one = need(nodes);
    if (!one || needed.length + one.length > mostSpellings) return undefined;
    needed.push(...one);
  }
  return needed;
}

const shortest = (texts: readonly string[]) => Math.min(...texts.map((text) => text.length));
