import { Problem } from '@backchannel/contracts';
import { scopes } from '@backchannel/contracts/admin';
import { type Described, everyCall, type Proof, proofs } from './described.ts';
import { type Operation, operationOf } from './operation.ts';
import { type Schema, SchemaBook } from './schemas.ts';

/** An OpenAPI document, as far as this API needs one. */
export interface OpenApi {
  readonly openapi: string;
  readonly info: Readonly<Record<'title' | 'version' | 'description', string>> & { readonly license: object };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Paths;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, Scheme>>;
  };
}
/** By path and method. */
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;
type Scheme = (typeof proofs)[Proof]['scheme'];

const about = `Everything that is refused is \`application/problem+json\` (RFC 9457) with a stable \`code\` and, where a field \
breaks a rule, its JSON pointer. Lists come in pages: \`next\` is the \`cursor\` that goes on, null at the end. What \
several people can change has an \`ETag\`, and wants it back as \`If-Match\`.

Scopes of an API key:

${Object.entries(scopes)
  .map(([scope, what]) => `- \`${scope}\`: ${what}`)
  .join('\n')}`;

/** What the parts of the documentation are about. */
const tags: Readonly<Record<string, string>> = {
  Doors: 'What outside systems post',
  Chat: 'What a page with a chat asks; live messages come over the WebSocket',
  Bots: 'Bots, their drafts and published versions',
  Settings: 'What holds for a bot at once, whatever version a session is on',
  Environments: 'Values that differ between test and production, linked to bots',
  Webhook: 'The link of a bot, its endpoints and tokens',
  Journal: 'What became of every input',
  Conversations: 'Who talks with which bot, and what was said',
  'Parked records': 'What could not be processed, and why',
  Access: 'API keys, people, signing in',
  Audit: 'Who changed what',
  Documentation: 'This description',
};

/** The document of the whole API; `publicUrl` is where it is reached. */
export function openApi(publicUrl: string): OpenApi {
  const calls = everyCall();
  const book = new SchemaBook([Problem, ...calls.flatMap(partsOf)]);
  const paths = pathsOf(calls, book);
  book.schemaOf(Problem, 'output');
  const used = new Set(calls.map(({ route }) => route.tag));
  const proven = new Set(calls.flatMap(({ by }) => by));
  return {
    openapi: '3.1.1',
    info: { title: 'Backchannel', version: '1', description: about, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: publicUrl }],
    tags: [...used].map((name) => ({ name, description: tags[name] ?? '' })),
    paths,
    components: {
      schemas: book.components,
      securitySchemes: Object.fromEntries([...proven].map((proof) => [proof, proofs[proof].scheme])),
    },
  };
}

function pathsOf(calls: readonly Described[], book: SchemaBook): Paths {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const call of calls) {
    const { path, method, id } = call.route;
    const methods = (paths[path] ??= {});
    if (methods[method.toLowerCase()]) throw new Error(`${method} ${path} (${id}) is described twice`);
    methods[method.toLowerCase()] = operationOf(call, book);
  }
  return paths;
}

const partsOf = ({ route: { params, query, body, answer }, headers }: Described) =>
  headers ? [params, query, body, answer, headers] : [params, query, body, answer];
