import { botContextFunctions } from '@backchannel/contracts';
import { expect, test } from 'vitest';
import type { ScriptOutput } from './exchange.ts';
import { type Around, scripts } from './script.fixture.ts';

const { value, done, failure } = scripts();

/** What an expression gives. */
const gives: readonly (readonly [expression: string, result: unknown, input?: Around['input']])[] = [
  ["getWebViewVariable('PaymentStatus')", 'PROCESSED', { webView: { PaymentStatus: 'PROCESSED' } }],
  ["getWebViewVariable('basket')", { items: [1, null] }, { webView: { basket: { items: [1, null] } } }],
  ["getWebViewVariable('unknown')", null],
  ["getWebViewVariable('toString')", null],
  ['getWebViewVariables()', { a: 'x', b: 2 }, { webView: { a: 'x', b: 2 } }],
  ['getWebViewVariables()', {}],
  ['getConversationId()', 'c-1'],
  ['getUserPlatformId()', 'ada'],
  ['getChatBotId()', 'shop'],
  ['getLPAccountId()', null],
  ['getLPAccountId()', '12345', { attributes: { accountId: '12345' } }],
  ['getUserChannel()', 'lp_web'],
  ['getUserChannel()', 'lp_sms', { attributes: { channel: 'lp_sms' } }],
  ['getChannel()', 'lp_sms', { attributes: { channel: 'lp_sms' } }],
  ['getUserPlatformType()', 'HTMLCLIENT'],

  ["getBotVariable('count')", 10, { variables: { count: 10 } }],
  ["getBotVariable('count')", null],
  ["getBotVariable('constructor')", null],
  ["getBotVariable('Orders.total')", 12.5, { variables: { 'Orders.total': 12.5 } }],
  ["getBotVariable('Orders.total.count')", 1, { variables: { 'Orders.total.count': 1 } }],
  [
    "getBotVariable('api_Orders').jsonData",
    '{"api_Orders":{"n":1}}',
    { variables: { api_Orders: { n: 1 }, api_OrdersStatus: 200 } },
  ],
  ["getBotVariable('api_OrdersStatus')", 200, { variables: { api_Orders: { n: 1 }, api_OrdersStatus: 200 } }],
  ["getBotVariable('api_key')", 'of the author', { variables: { api_key: 'of the author' } }],
  ["getEnvVariable('url')", 'https://test.example', { environment: { url: 'https://test.example' } }],
  ["getEnvVariable('url')", null],

  ['getCurrentUserMessage()', 'Pay now'],
  ['getQuickReplyPayload()', 'pay', { payload: 'pay' }],
  ['getQuickReplyPayload()', null],
  ['getButtonPayload()', 'pay', { payload: 'pay' }],
  ["evaluateOptions('b', ['Red', 'Green', 'Blue'])", 'Green'],
  ["evaluateOptions('C)', ['Red', 'Green', 'Blue'])", 'Blue'],
  ["evaluateOptions('1', ['Red', 'Green', 'Blue'])", 'Red'],
  ["evaluateOptions('2)', ['Red', 'Green', 'Blue'])", 'Green'],
  ['evaluateOptions(3, ["Red", "Green", "Blue"])', 'Blue'],
  ["evaluateOptions(' green ', ['Red', 'Green', 'Blue'])", 'Green'],
  ["evaluateOptions('2', ['4', '3', '2'])", '2'],
  ["evaluateOptions('d', ['Red', 'Green', 'Blue'])", null],
  ["evaluateOptions('0', ['Red', 'Green', 'Blue'])", null],
  ["evaluateOptions('gre', ['Red', 'Green', 'Blue'])", null],
  ['evaluateOptions(botContext.getQuickReplyPayload(), ["Red"])', null],
  ['getDialogStarterIntent()', null],
  ['getDisambiguatedIntentName()', null],
  ['getDisambiguatedIntentId()', null],
  ["getNamedEntities('size')", []],
  ['getNlpResponse()', null],
  ['getSentiment()', null],
  ["getMetadata('ExternalId')", null],
  ['getFileCaption()', null],
  ['getFileType()', null],

  ['isApiExecutionSuccessful()', false],
  ['isApiExecutionSuccessful()', true, { api: { successful: true, status: 201 } }],
  ['getApiStatusCode()', null],
  ['getApiStatusCode()', '503', { api: { successful: false, status: 503 } }],
  ['getApiStatusCode()', null, { api: { successful: false, status: null } }],

  ['getLPCustomerInfo()', { type: 'gold' }, { attributes: { customerInfo: { type: 'gold' } } }],
  ['getLPUserPersonalInfo()', { name: 'Ada' }, { attributes: { personalInfo: { name: 'Ada' } } }],
  ['getUserLocation()', 'Berlin', { attributes: { location: 'Berlin' } }],
  ["getLPEngagementAttribute('campaignId')", '7', { attributes: { campaignId: '7' } }],
  ["getLPEngagementAttribute('campaignId')", null],
  ['isContextApiEnabled()', false],
  ["getContextDataForConversation('order', 'id')", 5, { attributes: { order: { id: 5 } } }],
  ["getContextDataForConversation('order', 'toString')", null, { attributes: { order: { id: 5 } } }],
  ["getContextDataForConversation('order')", { id: 5 }, { attributes: { order: { id: 5 } } }],
  ["getContextDataForUser('order', 'id')", 5, { attributes: { order: { id: 5 } } }],
  ["getGlobalContextData('order', 'id')", null],
  ["registerContextNamespace('order', 60)", false],
  ["deleteContextNamespace('order')", false],
  ["setGlobalContextData('order', 'id', 1)", false],
  ["deleteGlobalContextData('order', 'id')", false],
  ["setContextDataForUser('order', 'id', 1)", false],
  ["deleteContextDataForUser('order', 'id')", false],
  ["setContextDataForConversation('order', 'id', 1)", false],
  ["deleteContextDataForConversation('order', 'id')", false],
  ["deleteAllContextDataForUser('order')", false],
  ["deleteAllContextDataForConversation('order')", false],
];

test.for(gives)('botContext.%s gives %j', async ([expression, result, input]) => {
  expect(await value(`botContext.${expression}`, { input: input ?? {} })).toEqual(result);
});

const text = (text: string) => ({ type: 'text', text });

/** What a call does. */
const does: readonly (readonly [call: string, output: Partial<ScriptOutput>])[] = [
  ["setBotVariable('a', 1)", { set: [{ name: 'a', value: 1, scope: 'request' }] }],
  ["setBotVariable('a', 1, false, false)", { set: [{ name: 'a', value: 1, scope: 'request' }] }],
  ["setBotVariable('a', [{ b: null }], true, false)", { set: [{ name: 'a', value: [{ b: null }], scope: 'session' }] }],
  ["setBotVariable('a', 'x', false, true)", { set: [{ name: 'a', value: 'x', scope: 'session' }] }],
  ["setBotVariable('a', null, true)", { set: [{ name: 'a', value: null, scope: 'session' }] }],
  ["setBotVariable('a', { b: undefined, c: 1 }, true)", { set: [{ name: 'a', value: { c: 1 }, scope: 'session' }] }],
  [
    "setBotVariable('a', new Date(0), true)",
    { set: [{ name: 'a', value: '1970-01-01T00:00:00.000Z', scope: 'session' }] },
  ],

  ["sendMessage('Hello')", { messages: [text('Hello')] as never, stopped: false }],
  ['sendMessage(3)', { messages: [text('3')] as never }],
  ["sendMessages(['One', 'Two'])", { messages: [text('One'), text('Two')] as never }],
  ["sendImmediateReply('Bye'); throw new Error('too far')", { messages: [text('Bye')] as never, stopped: true }],
  ["sendImmediateReply(['One', 'Two'])", { messages: [text('One'), text('Two')] as never, stopped: true }],
  [
    "sendMessageWithQuickReplies('Sure?', ['Yes~y', ' No ', 'Later~'])",
    {
      messages: [
        {
          type: 'text',
          text: 'Sure?',
          quickReplies: [
            { title: 'Yes', payload: 'y' },
            { title: 'No', payload: 'No' },
            { title: 'Later', payload: 'Later' },
          ],
        },
      ],
      quickReplies: [],
    },
  ],
  ["sendPrivateMessage('to agents')", { messages: [{ type: 'private', text: 'to agents' }] }],
  ["addQuickReplies(['A~1~2'])", { quickReplies: [{ title: 'A', payload: '1~2' }] }],
  ["addQuickReples(['A'])", { quickReplies: [{ title: 'A', payload: 'A' }] }],
  ['setMessageDelay(5); botContext.setMessageDelay(2000)', { delayMs: 2000 }],
  ['setAllowMaxTextResponse(true)', { whole: true }],
  ['setAllowMaxTextResponse(true); botContext.setAllowMaxTextResponse(false)', { whole: false }],

  ["setTriggerNextMessage('a'); botContext.setTriggerNextMessage('b')", { trigger: 'b', stopped: false }],

  ["printDebugMessage('here')", { log: ['here'] }],
  ["printDebugMessage({ a: [1] }); console.log('x', 1, undefined)", { log: ['{"a":[1]}', 'x 1 undefined'] }],
  ["logCustomEvent('Pay now', 'checkout')", { log: ['event checkout: Pay now'] }],
  ["logCustomEvent('Pay now', 'checkout', { total: 3 })", { log: ['event checkout: Pay now {"total":3}'] }],
  ["logEscalationEvent('billing', 2)", { log: ['escalation: billing 2'] }],
];

test.for(does)('botContext.%s does %j', async ([call, output]) => {
  expect(await done(`botContext.${call}`)).toMatchObject(output);
});

test('a script that calls nothing does nothing', async () => {
  expect(await done('')).toEqual({
    set: [],
    messages: [],
    quickReplies: [],
    delayMs: null,
    whole: false,
    trigger: null,
    stopped: false,
    log: [],
    notes: [],
  });
});

/** With what a call fails. */
const fails: readonly (readonly [call: string, message: string])[] = [
  ["transferToBotDialog('other', 'Welcome', 'Bye')", 'transferToBotDialog is not supported: no other bot'],
  ["setBotTransferIntentbyDomain('a', 'b')", 'setBotTransferIntentbyDomain is not supported'],
  ["setBotTransferIntentId('a')", 'setBotTransferIntentId is not supported'],
  ["setBotTransferUserMessage('a')", 'setBotTransferUserMessage is not supported'],
  ['askMaven()', 'askMaven is not supported'],
  ["getHoursType([], 'Europe/Berlin')", 'getHoursType is not supported'],

  ['getWebViewVariable()', 'getWebViewVariable: variableName must be a text, not missing'],
  ['getBotVariable(5)', 'getBotVariable: name must be a text, not a number'],
  ["getBotVariable('')", 'getBotVariable: name must not be empty'],
  ['getEnvVariable(null)', 'getEnvVariable: name must be a text, not null'],
  ['setBotVariable({}, 1)', 'setBotVariable: name must be a text, not an object'],
  ["setBotVariable('x'.repeat(201), 1)", 'setBotVariable: name must have at most 200 characters'],
  ["setBotVariable('__proto__', 1)", 'setBotVariable: no variable can have the name "__proto__"'],
  ["setBotVariable('webView.a', 1)", 'setBotVariable: name must not begin with "webView."'],
  ["setBotVariable('a', 1, 'true')", 'setBotVariable: persistForSession must be true or false, not a text'],
  ["setBotVariable('a', 1, true, 1)", 'setBotVariable: persistForever must be true or false, not a number'],
  ["setBotVariable('total')", 'the value of "total" is undefined, which can not be kept'],
  ["setBotVariable('total', 0 / 0)", 'the value of "total" is NaN, which can not be kept'],
  ["setBotVariable('cart', { total: 1 / 0 })", 'the value of "cart" holds at "total" Infinity, which'],
  ["setBotVariable('cart', [1, undefined])", 'the value of "cart" holds at "1" undefined, which'],
  ["setBotVariable('f', function () {})", 'the value of "f" is a function, which can not be kept'],
  ["setBotVariable('f', { s: Symbol() })", 'the value of "f" holds at "s" a symbol, which can not be kept'],
  ["setBotVariable('f', 5n)", 'the value of "f" is a bigint, which can not be kept'],
  ["setBotVariable('f', (() => { const a = {}; a.a = a; return a; })())", '"f" is something that contains itself'],
  ["evaluateOptions('a', 'Red')", 'evaluateOptions: options must be a list, not a text'],
  ["evaluateOptions('a', ['Red', {}])", 'evaluateOptions: options[1] must be a text, not an object'],
  ['sendMessage()', 'sendMessage: message must be a text, not missing'],
  ["sendMessage('')", 'sendMessage: message must not be empty'],
  ["sendMessage(botContext.getBotVariable('unset'))", 'sendMessage: message must be a text, not null'],
  ["sendMessages('One')", 'sendMessages: messages must be a list, not a text'],
  ["sendMessages(['One', null])", 'sendMessages: messages[1] must be a text, not null'],
  ['sendImmediateReply({})', 'sendImmediateReply: message must be a text, not an object'],
  ['for (;;) botContext.sendMessage("again")', 'sendMessage: a script can send at most 100 messages'],
  ["sendMessageWithQuickReplies('a')", 'sendMessageWithQuickReplies: quickReplies must be a list, not missing'],
  ["addQuickReplies('0123456789a'.split(''))", 'addQuickReplies: a message has at most 10 quick replies'],
  [
    "addQuickReplies(['ok', 'x'.repeat(21) + '~y'])",
    'quickReplies[1]: the title of a quick reply has at most 20 characters, not 21',
  ],
  ["addQuickReplies(['~y'])", 'addQuickReplies: quickReplies[0] must have a title'],
  ["addQuickReplies(['x~' + 'y'.repeat(2001)])", 'quickReplies[0]: a payload has at most 2000 characters'],
  ['setMessageDelay(10001)', 'setMessageDelay: ms must be a whole number from 0 to 10000, not 10001'],
  ['setMessageDelay(1.5)', 'setMessageDelay: ms must be a whole number from 0 to 10000, not 1.5'],
  ["setMessageDelay('5')", 'setMessageDelay: ms must be a whole number from 0 to 10000, not a text'],
  ["setAllowMaxTextResponse('no')", 'setAllowMaxTextResponse: allow must be true or false, not a text'],
  ['setTriggerNextMessage()', 'setTriggerNextMessage: interactionName must be a text, not missing'],
  ['logCustomEvent("said")', 'logCustomEvent: eventName must be a text, not missing'],
  ['getLPEngagementAttribute()', 'getLPEngagementAttribute: name must be a text, not missing'],
  ["createReturnLink('https://pay.example')", 'createReturnLink: needs an object such as { page }, not a text'],

  ['sendMessage = null', 'botContext can not be changed'],
  ['getBotId()', 'botContext has no function "getBotId"; did you mean "getChatBotId"?'],
  ['sendReply("x")', 'did you mean "sendImmediateReply"?'],
  ['sendReplies(["x"])', 'did you mean "sendMessages"?'],
  ['triggerNextMessage("x")', 'did you mean "setTriggerNextMessage"?'],
  ['setTriggerNextMessge("x")', 'did you mean "setTriggerNextMessage"?'],
  ['getLPUserId()', 'did you mean "getUserPlatformId"?'],
  ['getbotvariable("x")', 'did you mean "getBotVariable"?'],
];

test.for(fails)('botContext.%s fails with: %s', async ([call, message]) => {
  const loop = call.startsWith('for ');
  expect(await failure(loop ? call : `botContext.${call}`)).toContain(message);
});

test('for a name like no other nothing is suggested', async () => {
  expect(await failure('botContext.fly()')).toBe('Error: botContext has no function "fly"');
});

/** What the author is told when nothing is known. */
const notes: readonly (readonly [call: string, note: string])[] = [
  ['getSentiment()', 'getSentiment gives null: no language understanding looks at messages here'],
  ["getLPEngagementAttribute('os')", 'getLPEngagementAttribute gives null: the conversation has no attribute "os"'],
  ["getContextDataForUser('a', 'b')", 'getContextDataForUser gives null: the conversation has no attribute "a"'],
  ["setGlobalContextData('a', 'b', 1)", 'setGlobalContextData does nothing and gives false'],
  ["setBotVariable('a', 1, true, true)", 'setBotVariable: "a" is kept for the session only, not forever'],
];

test.for(notes)('botContext.%s notes: %s', async ([call, note]) => {
  // Once, however often.
  expect((await done(`botContext.${call}; botContext.${call};`)).notes).toEqual([expect.stringContaining(note)]);
});

const names = botContextFunctions.flatMap(({ functions }) => functions.map(({ name }) => name));

test('the catalogue has exactly the functions that a script finds', async () => {
  expect(names.toSorted()).toEqual(((await value('Object.keys(botContext)')) as string[]).toSorted());
});

test('the tables above have every function', () => {
  const called = [...gives, ...does, ...fails].map(([call]) => call).join('\n');
  expect(names.filter((name) => !called.includes(`${name}(`))).toEqual([]);
});
