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
      contextVariables: Object.entries(variables).map(([name, value]) => ({ name, value })),
    },
  };
}

/** The same as a command, to try it from elsewhere. */
export function asCurl({ url, headers, body }) {
  const lines = Object.entries(headers).map(([name, value]) => `  -H '${name}: ${value}' \\`);
  const data = JSON.stringify(body, null, 2).replaceAll("'", "'\\''");
  return [`curl -X POST '${url}' \\`, ...lines, `  -d '${data}'`].join('\n');
}
