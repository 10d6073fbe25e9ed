import type { Functions, Guest } from './guest.ts';

/** Whatever a script would write down: it never fails for what it is given. */
export function log(guest: Guest): { readonly functions: Functions; readonly print: (...values: unknown[]) => void } {
  const string = String;
  const { slice } = guest.texts;

  const shown = (value: unknown): string => {
    if (typeof value === 'string') return value;
    try {
      return guest.stringify(value) ?? string(value);
    } catch {
      return 'something that can not be shown';
    }
  };
  const write = (line: string) => {
    const { logLines, logChars } = guest.bounds;
    const { log } = guest.draft;
    if (log.length >= logLines) guest.draft.unlogged++;
    else log[log.length] = line.length > logChars ? `${slice(line, 0, logChars - 1)}…` : line;
  };
  const joined = (values: unknown[]): string => {
    let line = '';
    for (let at = 0; at < values.length; at++) line += `${at > 0 ? ' ' : ''}${shown(values[at])}`;
    return line;
  };

  return {
    print: (...values) => write(joined(values)),
    functions: {
      printDebugMessage: (given: unknown) => write(shown(given)),
      logCustomEvent(userMessage: unknown, eventName: unknown, eventDetail: unknown) {
        const name = guest.text(eventName, 'logCustomEvent: eventName');
        const detail = eventDetail === undefined ? guest.list(userMessage) : guest.list(userMessage, eventDetail);
        write(`event ${name}: ${joined(detail)}`);
      },
      logEscalationEvent: (...details: unknown[]) => write(`escalation: ${joined(details)}`),
    },
  };
}
