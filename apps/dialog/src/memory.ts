import {
  type Conversation,
  isShallow,
  type Json,
  limits,
  type Session,
  type SetVariable,
  type Variables,
} from '@backchannel/contracts';
import { lookUp } from './path.ts';
import type { Position } from './position.ts';
import { fillValue, textOf } from './template.ts';

/** What a turn knows from outside. */
export interface Known {
  readonly conversation: Conversation;
  readonly session: Session;
  readonly environment: Readonly<Record<string, string | null>>;
  readonly said: string;
  readonly payload: string | null;
}

/** What the bot knows during a turn, by the names that authors use. */
export class Memory {
  /** Bot variables of session scope. */
  session: Variables;
  /** Bot variables that end with the turn. */
  request: Variables;
  /** What `{$item}` is while a card is made for it. */
  item: Json | undefined;
  readonly #known: Known;
  readonly #stack: () => readonly Position[];
  /** Names that stood for nothing. */
  readonly unresolved = new Set<string>();
  #filled = 0;

  constructor(known: Known, stack: () => readonly Position[], request: Variables = {}) {
    this.#known = known;
    this.#stack = stack;
    this.session = known.session.variables;
    this.request = request;
  }

  /** All bot variables in sight: where scopes differ, the shorter-lived one. */
  get all(): Variables {
    return Object.assign({}, this.session, ...this.#stack().map(({ variables }) => variables), this.request);
  }

  /** A variable as conditions name it: `x` is the bot's, `webView.x` what an outside system posted. */
  variable(name: string): Json | undefined {
    const { session, conversation, environment } = this.#known;
    if (name.startsWith('webView.')) return within(session.webView, name, 'webView.');
    if (name.startsWith('attributes.')) return within(conversation.attributes, name, 'attributes.');
    if (name.startsWith('env.')) return own(environment, name.slice('env.'.length));
    return lookUp((one) => this.#bot(one), name);
  }

  #bot(name: string): Json | undefined {
    const dialogs = this.#stack().map(({ variables }) => variables);
    const scope = [this.session, ...dialogs, this.request].findLast((variables) => Object.hasOwn(variables, name));
    return scope?.[name];
  }

  /** What stands in a text as `{$name}`, or as `{integration.field}`. */
  readonly placeholder = (name: string): Json | undefined => {
    const isOurs = name.startsWith('$');
    const value = isOurs ? this.#placeholder(name.slice(1)) : lookUp((one) => this.#bot(one), name);
    // Without `$`, what is unknown is not a placeholder.
    if (value === null || (value === undefined && isOurs)) this.unresolved.add(name);
    this.count(value);
    return value;
  };

  /** A value comes into the turn once more. Trap: one that is filled into itself again and again takes all there is. */
  count(value: Json | undefined) {
    this.#filled += textOf(value).length;
    if (this.#filled > limits.filledChars) {
      throw new Error(`the values that this turn fills in would have more than ${limits.filledChars} characters`);
    }
  }

  set({ name, value, scope }: SetVariable) {
    this.keep({ name, value: fillValue(value, this.placeholder), scope });
  }

  /** Sets a variable to a value that is what it is. */
  keep({ name, value, scope }: SetVariable) {
    if (!isShallow(value, limits.dataDepth)) {
      throw new Error(
        `objects and lists of the variable ${JSON.stringify(name)} would lie more than ${limits.dataDepth} deep in each other`,
      );
    }
    const stack = this.#stack();
    const dialog = stack.at(-1);
    this.session = without(this.session, name);
    this.request = without(this.request, name);
    for (const position of stack) position.variables = without(position.variables, name);

    if (scope === 'request') this.request = { ...this.request, [name]: value };
    else if (scope === 'dialog' && dialog) dialog.variables = { ...dialog.variables, [name]: value };
    else this.session = { ...this.session, [name]: value };
  }

  /** As older bots expect it when the next message comes. */
  makeTexts() {
    this.session = texts(this.session);
    for (const position of this.#stack()) position.variables = texts(position.variables);
  }

  #placeholder(name: string): Json | undefined {
    const { conversation, said, payload } = this.#known;
    if (name.startsWith('botContext.')) return lookUp((one) => this.#bot(one), name.slice('botContext.'.length));
    if (name.startsWith('.')) return lookUp((one) => this.#bot(one), name.slice(1));
    if (/^(webView|attributes|env)\./.test(name)) return this.variable(name);
    if (/^item\b/.test(name)) return lookUp((one) => (one === 'item' ? this.item : undefined), name);
    switch (name) {
      case 'userMessage':
      case 'query':
        return said;
      case 'quickReplyPayload':
        return payload ?? undefined;
      case 'conversationId':
        return conversation.conversationId;
      case 'chatBotId':
        return conversation.botId;
      case 'chatBotUserId':
        return conversation.userId;
      case 'firstname':
        return own(conversation.attributes, 'firstname') ?? own(conversation.attributes, 'firstName');
      default:
        return undefined;
    }
  }
}

function within(variables: Variables, name: string, prefix: string): Json | undefined {
  return lookUp((one) => own(variables, one), name.slice(prefix.length));
}

/** Not what every object has by birth. */
function own(variables: Variables, name: string): Json | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function without(variables: Variables, name: string): Variables {
  if (!Object.hasOwn(variables, name)) return variables;
  const { [name]: _, ...others } = variables;
  return others;
}

function texts(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, textOf(value)]));
}
