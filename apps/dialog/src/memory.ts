import type { Conversation, Json, Session, SetVariable, Variables } from '@backchannel/contracts';
import type { Position } from './position.ts';
import { fillValue } from './template.ts';

interface Known {
  readonly conversation: Conversation;
  readonly session: Session;
  readonly said: string;
}

/** What the bot knows during a turn, by the names that authors use. */
export class Memory {
  /** Bot variables of session scope. */
  session: Variables;
  /** Bot variables that end with the turn. */
  #request: Variables = {};
  readonly #known: Known;
  readonly #stack: () => readonly Position[];
  /** Names that stood for nothing. */
  readonly unresolved = new Set<string>();

  constructor(known: Known, stack: () => readonly Position[]) {
    this.#known = known;
    this.#stack = stack;
    this.session = known.session.variables;
  }

  /** A variable as conditions name it: `x` is the bot's, `webView.x` what an outside system posted. */
  variable(name: string): Json | undefined {
    return name.startsWith('webView.')
      ? own(this.#known.session.webView, name.slice('webView.'.length))
      : this.#bot(name);
  }

  #bot(name: string): Json | undefined {
    const dialogs = this.#stack().map(({ variables }) => variables);
    return [this.session, ...dialogs, this.#request].reduce<Json | undefined>(
      (value, variables) => own(variables, name) ?? value,
      undefined,
    );
  }

  /** What stands in a text as `{$name}`. */
  readonly placeholder = (name: string): Json | undefined => {
    const value = this.#placeholder(name);
    if (value === undefined || value === null) this.unresolved.add(name);
    return value;
  };

  set({ name, value, scope }: SetVariable) {
    const filled = fillValue(value, this.placeholder);
    const stack = this.#stack();
    const dialog = stack.at(-1);
    this.session = without(this.session, name);
    this.#request = without(this.#request, name);
    for (const position of stack) position.variables = without(position.variables, name);

    if (scope === 'request') this.#request = { ...this.#request, [name]: filled };
    else if (scope === 'dialog' && dialog) dialog.variables = { ...dialog.variables, [name]: filled };
    else this.session = { ...this.session, [name]: filled };
  }

  #placeholder(name: string): Json | undefined {
    const { conversation, said } = this.#known;
    if (name.startsWith('botContext.')) return this.#bot(name.slice('botContext.'.length));
    if (name.startsWith('webView.')) return this.variable(name);
    if (name.startsWith('attributes.')) return own(conversation.attributes, name.slice('attributes.'.length));
    switch (name) {
      case 'userMessage':
      case 'query':
        return said;
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

/** Not what every object has by birth. */
function own(variables: Variables, name: string): Json | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function without(variables: Variables, name: string): Variables {
  if (!Object.hasOwn(variables, name)) return variables;
  const { [name]: _, ...others } = variables;
  return others;
}
