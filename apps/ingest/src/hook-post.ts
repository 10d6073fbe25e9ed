import {
  type BotSettings,
  fillHookText,
  type HookEndpoint,
  type HookPost,
  InputReceived,
  type Json,
  limits,
  type Variables,
  valueAt,
} from '@backchannel/contracts';
import { derivedId, newId } from '@backchannel/contracts/ids';
import { Refused } from '@backchannel/service';

interface Arrival {
  readonly settings: BotSettings;
  readonly name: string;
  readonly endpoint: HookEndpoint;
  readonly now: number;
  /** The request's `Idempotency-Key`. */
  readonly key?: string | undefined;
}

/** A post to an endpoint of a bot's webhook, as the log has it. Its data has been held against the endpoint's schema. */
export function hookInputOf({ conversationId, data }: HookPost, { settings, name, endpoint, now, key }: Arrival) {
  const { botId, version, sessionMs, lateMessageMs } = settings;
  const dedupe = key === undefined ? undefined : derivedId('hook', botId, name, conversationId, key);
  return InputReceived.of(
    {
      kind: 'posted',
      inputId: dedupe === undefined ? newId(now) : derivedId(dedupe, JSON.stringify(data)),
      conversationId,
      botId,
      at: now,
      key: dedupe,
      bot: { version, sessionMs, lateMessageMs },
      endpoint: name,
      variables: variablesOf(endpoint, data),
      message: messageOf(endpoint, data),
      target: endpoint.target,
      busy: endpoint.busy,
    },
    { time: now },
  );
}

/** What the endpoint keeps. A part that the data does not have leaves its variable as it is. */
function variablesOf({ attribute, mappings = [] }: HookEndpoint, data: Json): Variables {
  const whole = attribute === undefined ? [] : [{ attribute, pointer: '' }];
  const kept = [...whole, ...mappings].flatMap(({ attribute: name, pointer }) => {
    const value = valueAt(data, pointer);
    return value === undefined ? [] : [[name, value] as const];
  });
  const variables = Object.fromEntries(kept);
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  if (bytes <= limits.inputBytes) return variables;
  throw new Refused('body_too_large', {
    detail: `the endpoint keeps ${bytes} bytes of it, at most ${limits.inputBytes} can be`,
  });
}

/** What the chat shows: nothing where there is nothing in it. */
function messageOf({ text }: HookEndpoint, data: Json): string | undefined {
  if (text === undefined) return undefined;
  const message = fillHookText(text, data);
  if (message.length <= limits.messageChars) return message.trim() === '' ? undefined : message;
  throw new Refused('field_invalid', {
    pointer: '',
    detail: `with this data the endpoint's text has ${message.length} characters, at most ${limits.messageChars} can be shown`,
  });
}
