import { adminRoutes, type Credential, type Door, doors, type Route } from '@backchannel/contracts/admin';

/** A call that is documented: a route of this service, or one of a door. */
export type Described = Door & { readonly by: readonly Proof[] };

/** What proves who calls. */
export type Proof = Credential | 'apiKey' | 'session';

interface Scheme {
  readonly type: 'http' | 'apiKey';
  readonly scheme?: 'bearer';
  readonly in?: 'header' | 'cookie';
  readonly name?: string;
  readonly description: string;
}

export const proofs: Readonly<Record<Proof, { readonly words: string; readonly scheme: Scheme }>> = {
  apiKey: {
    words: 'an API key',
    scheme: { type: 'http', scheme: 'bearer', description: 'An API key, as `createKey` shows it once: `bck_…`' },
  },
  session: {
    words: "the console's cookie",
    scheme: {
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-backchannel',
      description: 'Set by `signIn`, for the console (over plain http its name is `backchannel`)',
    },
  },
  digest: {
    words: 'the digest',
    scheme: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description:
        'The bare hex of `sha256(conversationId + " || " + botId)`. It holds no secret: a bot can switch it off',
    },
  },
  returnLink: {
    words: 'a return link',
    scheme: { type: 'http', scheme: 'bearer', description: 'The `returnToken` of a return link that the bot made' },
  },
  webhookToken: {
    words: 'a webhook token',
    scheme: { type: 'http', scheme: 'bearer', description: "A token of the bot's webhook: for servers, not for pages" },
  },
  conversationToken: {
    words: "the conversation's token",
    scheme: {
      type: 'http',
      scheme: 'bearer',
      description: 'The `token` that `openChat` answered, for that conversation',
    },
  },
};

// They answer to whoever has sent the input, with what it came with.
const bySender: readonly string[] = ['getReceipt'];
const sending: readonly Credential[] = ['digest', 'returnLink', 'webhookToken', 'conversationToken'];

/** Every call there is, in the order of the documentation. */
export function everyCall(): readonly Described[] {
  return [...doors.map((door) => ({ ...door, by: door.credentials })), ...adminRoutes.map(ofRoute)];
}

function ofRoute(route: Route): Described {
  const credentials = bySender.includes(route.id) ? sending : [];
  const own: Proof[] = route.scope === 'anybody' ? [] : ['apiKey', 'session'];
  return { route, credentials, by: [...own, ...credentials] };
}
