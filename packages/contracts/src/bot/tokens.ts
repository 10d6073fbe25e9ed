/** A piece of JavaScript. Comments and white space are none; nor is what a text with placeholders is made of, beside their code. */
export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'other';
  /** Of a text, what it says; else as it stands there. */
  readonly value: string;
  readonly line: number;
}

const piece =
  /(?<blank>\s+|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))|(?<word>[\p{ID_Start}$_][\p{ID_Continue}$]*)|(?<number>\.?\d[\w.]*)|(?<text>'(?:\\[^]|[^\\'\n])*'|"(?:\\[^]|[^\\"\n])*")|(?<mark>\?\.(?!\d)|[^])/uy;
const templatePart = /(?:\\[^]|\$(?!\{)|[^\\`$])*(?<end>`|\$\{|$)/uy;
const regularExpression = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/uy;
/** After these a slash begins a regular expression. */
const beforeExpression =
  /^(?:[({[,;=:?!&|+\-*%<>~^}]|return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield)$/;

/** Reads any text; what is no JavaScript becomes some tokens or other. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  /** Open braces, and which of them is a placeholder's in a template. */
  const braces: ('block' | 'placeholder')[] = [];
  let line = 1;
  let at = 0;

  const add = (kind: Token['kind'], value: string) => tokens.push({ kind, value, line });
  const read = (expression: RegExp): RegExpExecArray | null => {
    expression.lastIndex = at;
    const found = expression.exec(source);
    if (!found) return null;
    at += found[0].length;
    return found;
  };
  /** A text that spells something by its code is not read: what it says is only known when the script runs. */
  const addText = (text: string, line: number) => {
    const isPlain = !/\\[^'"`\\$]/u.test(text.replaceAll('\\\\', ''));
    tokens.push(isPlain ? { kind: 'text', value: unescaped(text), line } : { kind: 'other', value: '`', line });
  };
  const template = (isFirst: boolean) => {
    const began = line;
    const found = read(templatePart);
    const [part = ''] = found ?? [];
    line += breaks(part);
    const end = found?.groups?.end;
    if (end === '${') braces.push('placeholder');
    if (isFirst && end === '`') addText(part.slice(0, -1), began);
    else tokens.push({ kind: 'other', value: '`', line: began });
  };

  while (at < source.length) {
    const last = tokens.at(-1);
    if (source[at] === '/' && !/^[/*]$/.test(source[at + 1] ?? '')) {
      if ((!last || beforeExpression.test(last.value)) && last?.kind !== 'text' && read(regularExpression)) {
        add('other', '/');
        continue;
      }
    }
    const found = read(piece);
    if (!found) break;
    const [whole] = found;
    const { word, number, text, mark } = found.groups ?? {};
    if (word !== undefined) add('word', word);
    else if (number !== undefined) add('number', number);
    else if (text !== undefined) addText(text.slice(1, -1), line);
    else if (mark === '`') template(true);
    else if (mark === '}' && braces.pop() === 'placeholder') template(false);
    else if (mark !== undefined) {
      if (mark === '{') braces.push('block');
      add('other', mark);
    }
    if (mark === undefined) line += breaks(whole);
  }
  return tokens;
}

const breaks = (text: string): number => text.split('\n').length - 1;
const unescaped = (text: string): string => text.replace(/\\([^])/gu, '$1');
