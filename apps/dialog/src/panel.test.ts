import { describe, expect, test } from 'vitest';
import { dialog, question, rule, said, text } from './bot.fixture.ts';
import { live } from './live.fixture.ts';

const talkOf = live();
const script = (name: string, source: string, more = {}) => ({ name, type: 'script', script: source, ...more });
const say = (words: string) => `botContext.sendMessage(${JSON.stringify(words)})`;
const go = (name: string) => `botContext.setTriggerNextMessage(${JSON.stringify(name)})`;
const started = async (...interactions: object[]) => {
  const talk = talkOf([dialog('start', ...interactions)]);
  const texts = await talk.hear('start');
  return { talk, texts };
};

describe('the order of a statement:', () => {
  test('pre-process, content, post-process, and only then the content is sent', async () => {
    const { texts } = await started(
      text('x', {
        text: 'v is {$botContext.v}',
        preProcess: `${say('before')}; botContext.setBotVariable('v', 1)`,
        postProcess: `${say('after')}; botContext.setBotVariable('v', botContext.getBotVariable('v') + 1)`,
      }),
      text('y', { text: 'then {$botContext.v}' }),
    );
    expect(texts).toEqual(['before', 'after', 'v is 1', 'then 2']);
  });

  test('a script step runs, and goes on', async () => {
    const { texts } = await started(script('s', say('Hi')), text('y'));
    expect(texts).toEqual(['Hi', 'y.']);
  });

  test('a delay that a script sets is that of all its messages and of the content, in place of the interaction’s', async () => {
    const { talk } = await started(
      text('x', { delayMs: 500, preProcess: `${say('a')}; botContext.setMessageDelay(100); ${say('b')}` }),
      text('y', {
        delayMs: 500,
        preProcess: 'botContext.setMessageDelay(100)',
        postProcess: 'botContext.setMessageDelay(0)',
      }),
      text('z', { delayMs: 500, preProcess: say('c') }),
    );
    expect(talk.replies.map((reply) => [reply['text'], reply.delayMs])).toEqual([
      ['a', 100],
      ['b', 100],
      ['x.', 100],
      ['y.', 0],
      ['c', undefined],
      ['z.', 500],
    ]);
  });

  test('quick replies of both scripts stand below the last text', async () => {
    const { talk } = await started(
      text('x', {
        text: 'one tag::breakWithDelay=1 two',
        preProcess: 'botContext.addQuickReplies(["Yes~y"])',
        postProcess: 'botContext.addQuickReplies(["No"])',
      }),
    );
    expect(talk.replies.map((reply) => reply['quickReplies'])).toEqual([
      undefined,
      [
        { title: 'Yes', payload: 'y' },
        { title: 'No', payload: 'No' },
      ],
    ]);
  });

  test('quick replies for an interaction without a text are noted', async () => {
    const { talk } = await started({
      name: 'x',
      type: 'image',
      url: 'https://x.example/',
      preProcess: 'botContext.addQuickReplies(["Yes"])',
    });
    expect(talk.notes).toEqual(['x: there is no text for the quick replies of its scripts']);
  });

  test('a long text is split, unless a script wants it whole', async () => {
    const long = 'word '.repeat(300).trim();
    const whole = `botContext.setAllowMaxTextResponse(true); ${say(long)}`;
    expect((await started(script('s', say(long)))).texts).toHaveLength(2);
    expect((await started(text('x', { text: long }))).texts).toHaveLength(2);
    expect((await started(text('x', { text: long, preProcess: whole }))).texts).toEqual([long, long]);
  });

  test('replies of scripts and content are named one after the other', async () => {
    const { talk } = await started(text('x', { preProcess: say('a'), postProcess: say('b') }));
    expect(talk.replies.map(({ id }) => id)).toEqual(['1:x:1:1', '1:x:1:2', '1:x:1:3']);
  });
});

describe('setTriggerNextMessage:', () => {
  const end = text('end', { next: 'end' });

  test('of a statement: its content is sent, then it leads there', async () => {
    for (const panel of ['preProcess', 'postProcess']) {
      const { texts } = await started(text('x', { [panel]: `${go('end')}; ${say('on')}` }), text('never'), end);
      expect(texts).toEqual(['on', 'x.', 'end.']);
    }
  });

  test('the last call counts, and post-process before pre-process', async () => {
    const scripts = { preProcess: go('never'), postProcess: `${go('never')}; ${go('end')}` };
    expect((await started(text('x', scripts), text('never'), end)).texts).toEqual(['x.', 'end.']);
  });

  test('of a question: it is not asked', async () => {
    for (const panel of ['preProcess', 'postProcess']) {
      const { talk, texts } = await started(question('q', { [panel]: go('end') }), end);
      expect(texts).toEqual(['end.']);
      expect(talk.session).toMatchObject({ waiting: null, stack: [] });
    }
  });

  test('of what a question’s answer leads to: it wins over the rule, whose variables are set before', async () => {
    const rules = [rule('yes', { set: [{ name: 'v', value: 'by rule' }], next: { interaction: 'never' } })];
    const processUserResponse = `${say('{v}')}; botContext.sendMessage(botContext.getBotVariable('v')); ${go('end')}`;
    const { talk } = await started(question('q', { rules, processUserResponse }), text('never'), end);
    expect(await talk.hear('yes')).toEqual(['{v}', 'by rule', 'end.']);
  });

  test('an answer that no rule takes is seen by the script before any dialog starts', async () => {
    const processUserResponse = `if (botContext.getCurrentUserMessage() === 'other') ${go('end')}`;
    const ask = question('q', { rules: [rule('yes')], processUserResponse });
    const talk = talkOf([
      dialog('start', ask, end),
      dialog('other', text('in other')),
      dialog('more', text('in more')),
    ]);
    await talk.hear('start');
    expect(await talk.hear('more')).toEqual(['in more.', 'q?']);
    expect(await talk.hear('other')).toEqual(['end.']);
  });

  test('without a rule and a target of the script, an answer to a question without rules leads on', async () => {
    const { talk } = await started(question('q', { processUserResponse: say('I see.') }), text('x'));
    expect(await talk.hear('whatever')).toEqual(['I see.', 'x.']);
  });

  test('to an interaction of another dialog', async () => {
    const talk = talkOf([
      dialog('start', text('x', { preProcess: go('b') }), text('y')),
      dialog('other', text('a'), text('b')),
    ]);
    expect(await talk.hear('start')).toEqual(['x.', 'b.', 'y.']);
  });

  test('an unknown name, or one that is switched off, is noted, and the interaction goes its own way', async () => {
    for (const name of ['nowhere', 'off']) {
      const { talk, texts } = await started(
        text('x', { preProcess: go(name) }),
        text('y'),
        text('off', { enabled: false }),
      );
      expect(texts).toEqual(['x.', 'y.']);
      expect(talk.notes).toEqual([`setTriggerNextMessage: there is no interaction ${JSON.stringify(name)}`]);
    }
  });

  test('of a transfer: nothing is handed over', async () => {
    const { talk, texts } = await started({ name: 't', type: 'transfer', text: 'Bye.', preProcess: go('end') }, end);
    expect(texts).toEqual(['end.']);
    expect(talk.last).toMatchObject({ leaves: 'open' });
  });

  test('a circle of scripts is cut, also of questions that are never asked', async () => {
    const { talk, texts } = await started(
      question('q', { preProcess: go('p') }),
      question('p', { preProcess: go('q') }),
    );
    expect(texts).toEqual(['Error.']);
    expect(talk.notes).toEqual(['stopped after 10 interactions without a question: "q" → "p" → "q"']);
  });
});

describe('sendImmediateReply:', () => {
  const stop = "botContext.sendImmediateReply('Stop.'); botContext.sendMessage('never')";

  test('ends script, interaction and flow', async () => {
    for (const panel of ['preProcess', 'postProcess']) {
      const { talk, texts } = await started(text('x', { [panel]: stop }), text('y'));
      expect(texts).toEqual(['Stop.']);
      expect(talk.session).toMatchObject({ waiting: null, stack: [] });
    }
    expect((await started(script('s', stop), text('y'))).texts).toEqual(['Stop.']);
    expect((await started(question('q', { preProcess: stop }))).texts).toEqual(['Stop.']);
  });

  test('in answer to a question as well, whatever the rule says', async () => {
    const { talk } = await started(question('q', { rules: [rule('yes')], processUserResponse: stop }), text('y'));
    expect(await talk.hear('yes')).toEqual(['Stop.']);
    expect(talk.session.waiting).toBeNull();
  });
});

describe('a script that fails:', () => {
  const broken = (why = "throw new Error('broken')") =>
    `botContext.setBotVariable('v', 1, true);\n${say('lost')};\n${why};`;

  test('the person gets the error text, the author script and line; nothing of it is done, and the flow goes on', async () => {
    const { talk, texts } = await started(text('x', { preProcess: broken(), text: '[{$botContext.v}]' }), text('y'));
    expect(texts).toEqual(['Error.', '[]', 'y.']);
    expect(talk.notes[0]).toBe('script "x preProcess" line 3: Error: broken');
    expect(talk.last).toMatchObject({ failed: false, session: { variables: {} } });
  });

  test('so a question is asked, and its answer goes where the rule leads', async () => {
    const ask = question('q', {
      postProcess: broken(),
      rules: [rule('yes', { next: { interaction: 'y' } })],
      processUserResponse: broken(),
    });
    const { talk, texts } = await started(ask, text('never'), text('y'));
    expect(texts).toEqual(['Error.', 'q?']);
    expect(await talk.hear('yes')).toEqual(['Error.', 'y.']);
  });

  test('one that never ends, or asks for what there is not', async () => {
    const { talk, texts } = await started(
      script('a', broken('for (;;);')),
      script('b', 'botContext.getBotVarible("v")'),
      text('y'),
    );
    expect(texts).toEqual(['Error.', 'Error.', 'y.']);
    expect(talk.notes).toEqual([
      'script "a script": the script took too much time',
      expect.stringMatching(/^script "b script" line 1: .*getBotVarible.*did you mean "getBotVariable"/),
    ]);
  });

  test('one that sets what is too deep', async () => {
    const nest = (depth: number) => `let a = 1; for (let i = 0; i < ${depth}; i += 1) a = [a];
      botContext.setBotVariable('a', a, true)`;
    const { talk, texts } = await started(script('a', nest(50)), script('b', nest(51)), text('y'));
    expect(texts).toEqual(['Error.', 'y.']);
    expect(talk.notes).toEqual([
      'script "b script": set.0.value: objects and lists of a variable may lie 50 deep in each other',
    ]);
    expect(JSON.stringify(talk.session.variables)).toBe(`{"a":${'['.repeat(50)}1${']'.repeat(50)}}`);
  });

  test('a mistake in the globals, in every script that needs them', async () => {
    const talk = talkOf([dialog('start', script('s', say('Hi')), text('y'))], { globals: 'let a;\nnull.x;' });
    expect(await talk.hear('start')).toEqual(['Error.', 'y.']);
    expect(talk.notes).toEqual([expect.stringMatching(/^the globals line 2: TypeError/)]);
  });
});

describe('__initConversation:', () => {
  const globals = `function __initConversation() { ${say('Welcome!')}; botContext.setBotVariable('n', 1, true); botContext.setBotVariable('r', 2); }`;
  const show = text('x', { text: '{$botContext.n}/{$botContext.r}' });

  test('runs before the first input of a session, once', async () => {
    const talk = talkOf([dialog('start', show)], { globals });
    expect(await talk.hear('start')).toEqual(['Welcome!', '1/2']);
    expect(await talk.hear('start')).toEqual(['1/']);
    const { number, version, startedAt, webView } = talk.session;
    talk.session = { number: number + 1, version, startedAt, webView, variables: {}, stack: [], waiting: null };
    expect(await talk.hear('start')).toEqual(['Welcome!', '1/2']);
  });

  test('its failure is noted, and the input is answered', async () => {
    const talk = talkOf([dialog('start', text('x'))], { globals: 'function __initConversation() { null.x }' });
    expect(await talk.hear('start')).toEqual(['Error.', 'x.']);
    expect(talk.notes).toHaveLength(1);
  });

  test('what it can not do there is noted, and the input is answered', async () => {
    const notesOf = async (body: string) => {
      const talk = talkOf([dialog('start', text('x'))], { globals: `function __initConversation() { ${body} }` });
      return { texts: await talk.hear('start'), notes: talk.notes };
    };
    const note = (name: string) => [expect.stringContaining(`__initConversation: ${name} does nothing more there`)];
    expect(await notesOf(go('x'))).toEqual({ texts: ['x.'], notes: note('setTriggerNextMessage') });
    expect(await notesOf(`botContext.sendImmediateReply('Hi')`)).toEqual({
      texts: ['Hi', 'x.'],
      notes: note('sendImmediateReply'),
    });
    expect(await notesOf(`botContext.addQuickReplies(['a'])`)).toEqual({
      texts: ['x.'],
      notes: note('addQuickReplies'),
    });
  });

  test('globals that only speak of it have none', async () => {
    const talk = talkOf([dialog('start', text('x'))], { globals: '// no __initConversation here' });
    expect(await talk.hear('start')).toEqual(['x.']);
    expect(talk.notes).toEqual([]);
  });
});

describe('scopes of what a script sets:', () => {
  test('until the answer is complete, or with persistForSession as long as the session', async () => {
    const set = "botContext.setBotVariable('r', 'r'); botContext.setBotVariable('s', 's', true)";
    const show = (name: string) => text(name, { text: '{$botContext.r}/{$botContext.s}' });
    const { talk, texts } = await started(script('set', set), show('one'), question('q'), show('two'));
    expect(texts).toEqual(['r/s', 'q?']);
    expect(await talk.hear('x')).toEqual(['/s']);
    expect(talk.session.variables).toEqual({ s: 's' });
  });

  test('values keep their type, for conditions and for scripts', async () => {
    const { talk } = await started(
      script('set', "botContext.setBotVariable('v', { a: [1, 'b'] }, true)"),
      question('q'),
      script('get', "var v = botContext.getBotVariable('v'); botContext.sendMessage(typeof v.a[0] + v.a[1])"),
    );
    expect(await talk.hear('x')).toEqual(['numberb']);
  });

  test('with stringVariables they are texts when the next message comes', async () => {
    const get = script('get', "botContext.sendMessage(typeof botContext.getBotVariable('v'))");
    const talk = talkOf(
      [
        dialog('start', script('set', "botContext.setBotVariable('v', 10, true)"), get, question('q'), {
          ...get,
          name: 'get 2',
        }),
      ],
      { stringVariables: true },
    );
    expect(await talk.hear('start')).toEqual(['number', 'q?']);
    expect(await talk.hear('x')).toEqual(['string']);
    expect(talk.session.variables).toEqual({ v: '10' });
  });

  test('a script knows the words, the payload, web view variables, attributes and the environment', async () => {
    const source = `botContext.sendMessage(JSON.stringify([
      botContext.getCurrentUserMessage(), botContext.getQuickReplyPayload(), botContext.getWebViewVariable('w'),
      botContext.getLPEngagementAttribute('firstname'), botContext.getEnvVariable('e'), botContext.getConversationId(),
      botContext.getUserPlatformId(), botContext.getChatBotId()]))`;
    const talk = talkOf([dialog('start', script('s', source))]);
    talk.session = { ...talk.session, webView: { w: 7 } };
    talk.environment = { e: 'E' };
    const [first] = await talk.hear(said('start', { label: 'Go' }));
    expect(JSON.parse(String(first))).toEqual(['start', 'start', 7, 'Ada', 'E', talk.conversationId, 'u', 'b']);
  });

  test('what it prints is in the trace, what it should not do in the notes', async () => {
    const { talk } = await started(script('s', "botContext.printDebugMessage('here'); botContext.getSentiment()"));
    expect(talk.last?.trace).toContain('log: here');
    expect(talk.notes).toEqual([expect.stringContaining('getSentiment')]);
  });
});

test('the same turn is answered in the same way, random numbers and the time included', async () => {
  const source = 'botContext.sendMessage(Math.random() + " " + Date.now())';
  const talks = [1, 2].map(() => talkOf([dialog('start', script('s', source), script('t', source))]));
  const [one = [], two = []] = await Promise.all(
    talks.map((talk) => Object.assign(talk, { conversationId: 'c' }).hear('start')),
  );
  expect(one).toEqual(two);
  expect(one[0]).not.toEqual(one[1]);
});

test('private messages and commands of a script', async () => {
  const talk = talkOf([
    dialog(
      'start',
      script('s', `botContext.sendPrivateMessage('psst'); ${say('BLANK_MESSAGE')}; ${say('LP_CLOSECONVERSATION')}`),
      text('never'),
    ),
  ]);
  await talk.hear('start');
  expect(talk.replies).toMatchObject([{ type: 'private', text: 'psst' }]);
  expect(talk.last?.leaves).toBe('closed');
});

test('a script that ends the conversation keeps what its interaction would say', async () => {
  for (const panel of ['preProcess', 'postProcess']) {
    const { talk, texts } = await started(
      text('x', { [panel]: `${say('Bye.')}; ${say('LP_CLOSECONVERSATION')}` }),
      text('never'),
    );
    expect(texts).toEqual(['Bye.']);
    expect(talk.last?.leaves).toBe('closed');
  }
});

describe('what scripts write down:', () => {
  test('an answer carries 50 lines, of which the last says how many more there were', async () => {
    const write = (name: string) =>
      script(
        name,
        `for (var i = 1; i <= 30; i++) {
           botContext.printDebugMessage('line ' + i);
           botContext.getLPEngagementAttribute('${name}' + i);
         }`,
      );
    const { talk } = await started(write('a'), write('b'));
    expect(talk.last?.trace).toHaveLength(50);
    expect(talk.last?.trace?.at(-1)).toBe('… and 14 more');
    expect(talk.notes).toHaveLength(50);
    expect(talk.notes.at(-1)).toBe('… and 11 more');
  });

  test('however long it is, the answer stays small enough for the log', async () => {
    const shout = (name: string) =>
      `for (var i = 0; i < 10; i++) botContext.getLPEngagementAttribute('${name}' + i + '€'.repeat(8000))`;
    const { talk } = await started(...['a', 'b', 'c', 'd', 'e'].map((name) => script(name, shout(name))));
    expect(talk.notes).toHaveLength(50);
    expect(Buffer.byteLength(JSON.stringify(talk.last))).toBeLessThan(250_000);
    expect(talk.notes[0]).toMatch(/^getLPEngagementAttribute gives null: .*€…$/);
  });
});

test('quick replies of a message without words are shown', async () => {
  const { talk } = await started(script('s', `botContext.sendMessageWithQuickReplies('BLANK_MESSAGE', ['Yes'])`));
  expect(talk.replies).toMatchObject([{ type: 'text', text: '', quickReplies: [{ title: 'Yes', payload: 'Yes' }] }]);
});
