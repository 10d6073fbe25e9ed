import { newId } from './browser.js';
import { asCurl, webViewPost } from './webview.js';

const find = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const ids = {
  botId: query.get('botId') ?? 'shop',
  conversationId: query.get('conversationId') ?? '',
  userId: query.get('userId') ?? '',
};
const { ingestUrl } = await (await fetch('config.json')).json();

const payment = (status) => ({ PaymentId: newId(), PaymentStatus: status });
const posts = {
  paid: () => ({ message: 'payment successful', variables: payment('PROCESSED') }),
  declined: () => ({ message: 'payment declined', variables: payment('DECLINED') }),
  webrequest: () => ({
    message: 'webrequest',
    variables: { PaymentId: '534e34fc89050304e6f6827c41c50410d7', PaymentStatus: 'PROCESSED' },
  }),
  variables: () => ({ variables: payment('PENDING') }),
};

const buttons = document.querySelectorAll('button[data-post]');
const knowsWhose = ids.conversationId !== '' && ids.userId !== '';
find('missing').hidden = knowsWhose;
for (const button of buttons) {
  button.disabled = !knowsWhose;
  button.addEventListener('click', () => post(posts[button.dataset.post]()));
}

async function post(what) {
  const request = await webViewPost(ingestUrl, ids, what);
  find('request').textContent = asCurl(request);
  find('request').hidden = false;
  find('answer').textContent = 'Posting…';
  const began = performance.now();
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: request.headers,
      body: JSON.stringify(request.body),
    });
    const text = await response.text();
    find('answer').textContent = `Answer: ${response.status} after ${Math.round(performance.now() - began)} ms`;
    find('body').textContent = text;
    find('body').hidden = text === '';
  } catch {
    find('answer').textContent = 'No answer: is the service running, and is the network there?';
    find('body').hidden = true;
  }
}
