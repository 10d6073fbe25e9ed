import { limits } from '../limits.ts';

// Beside the bot's schema, so that whoever edits or checks a bot knows what a script may call; dialog has the functions.

/** A function of `botContext`. */
export interface BotFunction {
  readonly name: string;
  /** Its arguments and what it gives. */
  readonly signature: string;
  readonly does: string;
}

/** A heading, and the functions below it. */
export interface BotFunctions {
  readonly about: string;
  readonly functions: readonly BotFunction[];
}

const of = (
  about: string,
  ...rows: readonly (readonly [name: string, signature: string, does: string])[]
): BotFunctions => ({
  about,
  functions: rows.map(([name, signature, does]) => ({ name, signature, does })),
});

const noLanguage = 'Gives null and notes it: no language understanding looks at messages here.';
const noFiles = 'Gives null and notes it: messages have no files here.';
const notKept =
  'Does nothing, gives false and notes it: there is no context service here, `setBotVariable` keeps values.';
const noBots =
  'Fails and says so: no other bot can be called from here. A transfer interaction hands the conversation over.';

/** Every function that a script finds in `botContext`. */
export const botContextFunctions: readonly BotFunctions[] = [
  of(
    'Web view variables and ids',
    [
      'getWebViewVariable',
      '(variableName) → any JSON',
      'What an outside system posted under that name, as it was posted; null if nothing was.',
    ],
    ['getWebViewVariables', '() → object', 'All web view variables by name.'],
    ['getConversationId', '() → text', 'The id of the conversation: `conversationId` of the Web View API.'],
    ['getUserPlatformId', '() → text', 'The id of the person: `userId` of the Web View API.'],
    ['getChatBotId', '() → text', 'The id of the bot: `botId` of the Web View API.'],
    ['getLPAccountId', '() → text or null', 'The conversation’s attribute `accountId`.'],
    ['getUserChannel', '() → text', 'The conversation’s attribute `channel`; without it `lp_web`.'],
    ['getChannel', '() → text', 'An older name of `getUserChannel`.'],
    ['getUserPlatformType', '() → text', 'Always `HTMLCLIENT`.'],
  ),
  of(
    'Variables',
    [
      'getBotVariable',
      '(name) → any JSON',
      'A bot variable with the type that it was set with; null if it is not set. `api_<response>` of an API gives `{ jsonData }`, a JSON text with `api_<response>` at its root; `api_<response>Status` its status; `<interaction>.<field>` and `<interaction>.<field>.count` its custom data fields.',
    ],
    [
      'setBotVariable',
      '(name, value, persistForSession?, persistForever?)',
      'Sets a bot variable until the answer is complete; with `persistForSession` as long as the session. `persistForever` does the same and notes it. A value that JSON can not hold (undefined, a function, NaN, an object that contains itself) is an error.',
    ],
    ['getEnvVariable', '(name) → text or null', 'A value of the bot’s `environment`.'],
  ),
  of(
    'What the person said',
    ['getCurrentUserMessage', '() → text', 'What the person typed or tapped, or what a post said.'],
    ['getQuickReplyPayload', '() → text or null', 'The payload of what was tapped; null when words were typed.'],
    ['getButtonPayload', '() → text or null', 'The same as `getQuickReplyPayload`.'],
    [
      'evaluateOptions',
      '(userResponse, options) → text or null',
      'The option that the response means: by its text, its number or its letter, also written `2)` or `b)`, in any case; null if it means none.',
    ],
    ['getDialogStarterIntent', '() → null', noLanguage],
    ['getDisambiguatedIntentName', '() → null', noLanguage],
    ['getDisambiguatedIntentId', '() → null', noLanguage],
    [
      'getNamedEntities',
      '(name) → list',
      'Gives an empty list and notes it: no language understanding looks at messages here.',
    ],
    ['getNlpResponse', '() → null', noLanguage],
    ['getSentiment', '() → null', noLanguage],
    ['getMetadata', '(type) → null', 'Gives null and notes it: messages have no metadata here.'],
    ['getFileCaption', '() → null', noFiles],
    ['getFileType', '() → null', noFiles],
  ),
  of(
    'Sending',
    [
      'sendMessage',
      '(message)',
      `Sends a message; the script goes on. A script sends at most ${limits.scriptMessages}.`,
    ],
    ['sendMessages', '(messages)', 'Sends a list of messages.'],
    [
      'sendImmediateReply',
      '(message or messages)',
      'Sends, and ends script and interaction there: nothing else of it is sent.',
    ],
    [
      'sendMessageWithQuickReplies',
      '(message, quickReplies)',
      `Sends a message with at most ${limits.scriptQuickReplies} quick replies \`Title~payload\`; a title has at most ${limits.quickReplyTitleChars} characters, \`~payload\` can be left out.`,
    ],
    ['sendPrivateMessage', '(message)', 'Sends a message that only agents see.'],
    [
      'addQuickReplies',
      '(quickReplies)',
      `Adds quick replies, at most ${limits.scriptQuickReplies}, to the interaction’s own message.`,
    ],
    ['addQuickReples', '(quickReplies)', 'An older spelling of `addQuickReplies`.'],
    [
      'setMessageDelay',
      '(ms)',
      `How long the chat waits before each message of the script and of the interaction: 0 to ${limits.delayMs}. The last call counts.`,
    ],
    ['setAllowMaxTextResponse', '(allow)', 'With true these messages are not split, however long.'],
  ),
  of(
    'Where the dialog goes',
    [
      'setTriggerNextMessage',
      '(interactionName)',
      'Leads to that interaction, in any dialog, when the script has ended. The last call counts.',
    ],
    ['transferToBotDialog', '(botId, dialogName, transferMessage)', noBots],
    ['setBotTransferIntentbyDomain', '(intent, domain)', noBots],
    ['setBotTransferIntentId', '(id)', noBots],
    ['setBotTransferUserMessage', '(text)', noBots],
  ),
  of(
    'API integrations',
    [
      'isApiExecutionSuccessful',
      '() → true or false',
      'Whether the last API integration succeeded; false before the first.',
    ],
    ['getApiStatusCode', '() → text or null', 'Its HTTP status; null before the first, and when there was no answer.'],
  ),
  of('Return links', [
    'createReturnLink',
    '({ page, variables?, message?, minutes? }) → text',
    `The address of an outside page with a signed link that leads back, as \`returnUrl\` and \`returnToken\`: good for one post into this conversation, within \`minutes\` (${limits.linkMs / 60_000}; at most ${limits.linkMostMs / 60_000}). \`variables\` are the names that it may set, \`message\` what it may say; without them, any.`,
  ]),
  of(
    'Writing down',
    [
      'printDebugMessage',
      '(message)',
      `Writes a line, of any value, into the journal. \`console.log\` does the same. ${limits.scriptLogLines} lines of ${limits.scriptLogChars} characters are kept.`,
    ],
    ['logCustomEvent', '(userMessage, eventName, eventDetail?)', 'Writes an event with its name into the journal.'],
    ['logEscalationEvent', '(…details)', 'Writes an escalation into the journal.'],
  ),
  of(
    'The person',
    [
      'getLPCustomerInfo',
      '() → any JSON',
      'The conversation’s attribute `customerInfo`; like all of these, null and a note if it was not given.',
    ],
    ['getLPUserPersonalInfo', '() → any JSON', 'The attribute `personalInfo`.'],
    ['getUserLocation', '() → any JSON', 'The attribute `location`.'],
    ['getLPEngagementAttribute', '(name) → any JSON', 'The attribute of that name.'],
  ),
  of(
    'Context service',
    ['isContextApiEnabled', '() → false', 'There is no context service here.'],
    [
      'getContextDataForConversation',
      '(namespace, property?) → any JSON',
      'The property of the conversation’s attribute `namespace`, or all of it; null and a note if there is none.',
    ],
    ['getContextDataForUser', '(namespace, property?) → any JSON', 'The same.'],
    ['getGlobalContextData', '(namespace, property) → any JSON', 'The same.'],
    ['setContextDataForConversation', '(namespace, property, value) → false', notKept],
    ['setContextDataForUser', '(namespace, property, value) → false', notKept],
    ['setGlobalContextData', '(namespace, property, value) → false', notKept],
    ['deleteContextDataForConversation', '(namespace, property) → false', notKept],
    ['deleteContextDataForUser', '(namespace, property) → false', notKept],
    ['deleteGlobalContextData', '(namespace, property) → false', notKept],
    ['deleteAllContextDataForConversation', '(namespace) → false', notKept],
    ['deleteAllContextDataForUser', '(namespace) → false', notKept],
    ['registerContextNamespace', '(namespace, ttlSeconds?) → false', notKept],
    ['deleteContextNamespace', '(namespace) → false', notKept],
  ),
  of(
    'Not here',
    ['askMaven', '(conversationId?, consumerId?, groupId?)', 'Fails and says so: there is no Maven here.'],
    [
      'getHoursType',
      '(hoursSpec, timeZone)',
      'Fails and says so: compare `new Date()`, which is in UTC, with the hours yourself.',
    ],
  ),
];

/** Names that authors of such bots try, and the functions that they mean. */
export const triedNames: Readonly<Record<string, string>> = {
  getBotId: 'getChatBotId',
  getUserId: 'getUserPlatformId',
  getLPUserId: 'getUserPlatformId',
  sendReply: 'sendImmediateReply',
  sendReplies: 'sendMessages',
  triggerNextMessage: 'setTriggerNextMessage',
  getVariable: 'getBotVariable',
  setVariable: 'setBotVariable',
};
