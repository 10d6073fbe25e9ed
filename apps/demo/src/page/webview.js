import { sha256hex } from './browser.js';

/** A post to the Web View Integration API, as its documentation has it. */
export async function webViewPost(ingestUrl, { botId, conversationId, userId }, { message, variables }) {
  return {
    url: `${ingestUrl}/thirdparty-services-0.1/webview`,
    headers: {
      Authorization: await sha256hex(`${conversationId} || ${botId}`),
      'Content-Type': 'application/json',
    },
    body: {
      botId,
      conversationId,
      ...(message === undefined ? {} : { message }),
      userId,
      contextVariables: listOf(variables),
    },
  };
}

/** The same by a return link: neither ids nor digest are needed, and the message is the link's own. */
export function returnPost({ url, token }, variables) {
  return {
    url,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: { contextVariables: listOf(variables) },
  };
}

const listOf = (variables) => Object.entries(variables).map(([name, value]) => ({ name, value }));

/** A request as a command, to try it from elsewhere. */
export function asCurl({ url, headers, body }) {
  const lines = Object.entries(headers).map(([name, value]) => `  -H ${quoted(name, value)} \\`);
  const data = JSON.stringify(body, null, 2).replaceAll("'", "'\\''");
  return [`curl -X POST '${url}' \\`, ...lines, `  -d '${data}'`].join('\n');
}

/** What names a variable of the shell is filled by it. */
const quoted = (name, value) => (value.includes('$') ? `"${name}: ${value}"` : `'${name}: ${value}'`);
