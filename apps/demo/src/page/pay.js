import { newId } from './browser.js';
import { find } from './drawn.js';
import { explain } from './explained.js';
import { post } from './posted.js';
import { webViewPost } from './webview.js';

// An outside page: it knows the three ids from its address, and posts by itself.
const query = new URLSearchParams(location.search);
const ids = {
  botId: query.get('botId') ?? 'shop',
  conversationId: query.get('conversationId') ?? '',
  userId: query.get('userId') ?? '',
};
const total = query.get('total') ?? '49.00 EUR';
const { ingestUrl } = await (await fetch('config.json')).json();

const payment = (status) => ({ PaymentId: newId().slice(0, 8).toUpperCase(), PaymentStatus: status });
const posts = {
  paid: () => ({ message: 'payment successful', variables: payment('PROCESSED') }),
  declined: () => ({ message: 'payment declined', variables: payment('DECLINED') }),
  variables: () => ({ variables: { PaymentNote: 'looked at' } }),
  webrequest: () => ({
    message: 'webrequest',
    variables: { PaymentId: '534e34fc89050304e6f6827c41c50410d7', PaymentStatus: 'PROCESSED' },
  }),
};
const words = {
  paid: 'Paid. The chat knows already.',
  declined: 'The bank says no. The chat knows already.',
  variables: 'Posted. There is nothing to say about it in the chat.',
  webrequest: 'Posted, as the documentation has it.',
};

const knowsWhose = ids.conversationId !== '' && ids.userId !== '';
find('missing').hidden = knowsWhose;
find('total').textContent = total;
find('items').textContent = query.get('items') ?? '';
find('pay').textContent = `Pay ${total}`;
for (const button of document.querySelectorAll('button')) button.disabled = !knowsWhose;

find('card').addEventListener('submit', (event) => {
  event.preventDefault();
  void send('paid');
});
for (const button of document.querySelectorAll('[data-post]'))
  button.addEventListener('click', () => void send(button.dataset.post));

find('back').addEventListener('click', () => window.close());

async function send(what) {
  find('said').textContent = 'Posting…';
  const request = await webViewPost(ingestUrl, ids, posts[what]());
  const { answer, nobody } = await post({ by: 'The payment page', api: 'Web View API', request });
  const isTaken = !nobody && answer.status < 300;
  find('said').textContent = nobody
    ? 'Nobody answers: is the network there?'
    : isTaken
      ? words[what]
      : explain(answer.body?.code, answer.body);
  document.body.classList.toggle('paid', isTaken && what === 'paid');
  if (document.body.classList.contains('paid')) find('waits').hidden = true;
  // In the chat's own panel the chat takes the person back by itself.
  find('back').hidden = !(isTaken && window.parent === window);
}

/** How long the bot still waits; it said so in the address. */
function count(by) {
  const seconds = Math.max(0, Math.ceil((by - Date.now()) / 1000));
  find('waits').hidden = document.body.classList.contains('paid');
  find('waits').textContent =
    seconds > 0
      ? `The chat waits for another ${seconds} s. Let it pass, and it calls you back.`
      : 'The chat has stopped waiting. Pay all the same, and see what happens.';
  if (seconds > 0) setTimeout(() => count(by), 1000);
}
const by = Number(query.get('by'));
if (by > 0 && knowsWhose) count(by);
