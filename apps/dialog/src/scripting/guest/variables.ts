import type { Json } from '@backchannel/contracts';
import type { Functions, Guest } from './guest.ts';

export function variables(guest: Guest): Functions {
  const { hasOwn } = Object;
  const { isFinite } = Number;
  const { isArray } = Array;
  const GuestTypeError = TypeError;
  const { startsWith } = guest.texts;

  /** The answer of an API is known by the status that is kept beside it. */
  const isAnswer = (name: string) => startsWith(name, 'api_') && hasOwn(guest.input.variables, `${name}Status`);

  const keptName = (value: unknown): string => {
    const name = guest.text(value, 'setBotVariable: name');
    if (name.length > guest.bounds.nameChars) {
      throw guest.error(`setBotVariable: name must have at most ${guest.bounds.nameChars} characters`);
    }
    if (name === '__proto__') throw guest.error('setBotVariable: no variable can have the name "__proto__"');
    if (startsWith(name, 'webView.')) {
      throw guest.error('setBotVariable: name must not begin with "webView.": those are set from outside only');
    }
    return name;
  };

  /** What JSON would change silently is an error: NaN and functions anywhere, undefined but as a member to leave out. */
  const toJson = (name: string, value: unknown): string => {
    const refuse = (what: string, key: string) => {
      const where = key === '' ? 'is' : `holds at ${guest.stringify(key)}`;
      return guest.error(
        `setBotVariable: the value of ${guest.stringify(name)} ${where} ${what}, which can not be kept`,
      );
    };
    let refused: Error | undefined;
    let json: string;
    try {
      json = guest.stringify(value, function (this: unknown, key: string, part: unknown): unknown {
        const type = typeof part;
        if (type === 'number' && !isFinite(part)) refused = refuse(`${part as number}`, key);
        else if (type === 'function' || type === 'symbol' || type === 'bigint') refused = refuse(`a ${type}`, key);
        else if (part === undefined && (key === '' || isArray(this))) refused = refuse('undefined', key);
        if (refused) throw refused;
        return part;
      });
    } catch (thrown) {
      if (refused) throw refused;
      if (thrown instanceof GuestTypeError && thrown.message === 'circular reference') {
        throw refuse('something that contains itself', '');
      }
      throw thrown;
    }
    return json;
  };

  return {
    getWebViewVariable: (variableName: unknown) =>
      guest.copy(guest.own(guest.input.webView, guest.text(variableName, 'getWebViewVariable: variableName'))),
    getWebViewVariables: () => guest.copy(guest.input.webView),
    getBotVariable(given: unknown): Json {
      const name = guest.text(given, 'getBotVariable: name');
      const set = guest.draft.set[name];
      if (set) return guest.parse(set.json);
      const value = guest.own(guest.input.variables, name);
      if (value !== null && isAnswer(name)) return { jsonData: `{${guest.stringify(name)}:${guest.stringify(value)}}` };
      return guest.copy(value);
    },
    // oxlint-disable-next-line max-params -- Conversation Builder's signature
    setBotVariable(given: unknown, value: unknown, persistForSession: unknown, persistForever: unknown) {
      const name = keptName(given);
      const session = guest.flag(persistForSession, 'setBotVariable: persistForSession');
      const forever = guest.flag(persistForever, 'setBotVariable: persistForever');
      if (forever) guest.note(`setBotVariable: ${guest.stringify(name)} is kept for the session only, not forever`);
      guest.draft.set[name] = { json: toJson(name, value), scope: session || forever ? 'session' : 'request' };
    },
    getEnvVariable: (name: unknown) => guest.own(guest.input.environment, guest.text(name, 'getEnvVariable: name')),
  };
}
