import type { Json } from '@backchannel/contracts';
import type { Call, Failure } from '@backchannel/sandbox';
import { z } from 'zod';
import { prelude } from './bot-context.ts';
import { type ScriptInput, ScriptOutput } from './exchange.ts';
import { sandboxFor } from './scripts.ts';

export const signer = {
  secret: 'the secret of the links in these tests',
  url: 'https://chat.example/thirdparty-services-0.1/webview',
};

export const now = Date.UTC(2026, 10, 21, 9);

export const input: ScriptInput = {
  conversationId: 'c-1',
  botId: 'shop',
  userId: 'ada',
  said: 'Pay now',
  payload: null,
  webView: {},
  variables: {},
  environment: {},
  linkGeneration: 0,
  attributes: {},
  api: null,
};

export interface Around {
  readonly input?: Partial<ScriptInput>;
  readonly globals?: string;
  readonly seed?: string;
}

/** What a run gave, for tests that look at either. */
export interface Outcome {
  readonly output?: Json;
  readonly failed?: Failure;
}

/** The real one, with the real worker, for all tests of a process: nothing gets from one run to another, and it ends with it. */
export const sandbox = sandboxFor(signer);

/** Scripts of a bot in the sandbox: `done` and `value` for those that must not fail, `failure` for those that must. */
export function scripts() {
  const call = (call: Omit<Call, 'now'>): Promise<Outcome> => sandbox.run({ ...call, now });
  const run = (source: string, { input: more, globals = '', seed = 'turn 1' }: Around = {}) => {
    const program = { id: JSON.stringify([globals, source]), prelude, globals, scripts: { 'welcome script': source } };
    return call({ program, script: 'welcome script', input: { ...input, ...more }, seed });
  };
  /** What a script did that must not fail. */
  const done = async (source: string, around?: Around): Promise<ScriptOutput> => {
    const ran = await run(source, around);
    if (ran.failed) throw new Error(JSON.stringify(ran.failed));
    return ScriptOutput.parse(ran.output);
  };
  /** What an expression is, in a script. */
  const value = async (expression: string, around?: Around) => {
    const { set } = await done(`botContext.setBotVariable('it', { is: ${expression} })`, around);
    return z.object({ is: z.unknown() }).parse(set[0]?.value).is;
  };
  /** The message of what it fails with. */
  const failure = async (source: string, around?: Around): Promise<string> => {
    const { failed } = await run(source, around);
    return failed?.message ?? 'did not fail';
  };
  return { call, run, done, value, failure };
}
