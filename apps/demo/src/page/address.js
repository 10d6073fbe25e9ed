import { find } from './drawn.js';
import { explain } from './explained.js';
import { post } from './posted.js';
import { takeReturnLink } from './returned.js';
import { returnPost } from './webview.js';

const link = takeReturnLink();
const form = find('form');
find('missing').hidden = link !== null;
form.querySelector('button').disabled = link === null;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  find('said').textContent = 'Posting…';
  const variables = Object.fromEntries(new FormData(form));
  const { answer, nobody } = await post({ by: 'The form', api: 'Return link', request: returnPost(link, variables) });
  if (nobody) find('said').textContent = 'Nobody answers: is the network there?';
  else if (answer.status >= 300) find('said').textContent = explain(answer.body?.code, answer.body);
  else find('said').textContent = 'Posted: the shop shows what became of it.';
});
