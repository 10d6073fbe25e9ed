const find = (id) => document.getElementById(id);
const form = find('form');
const fields = [...form.querySelectorAll('.field input')];
const [inputs, send, problem, sending] = [
  form.querySelector('fieldset'),
  find('send'),
  find('problem'),
  find('sending'),
];
const words = find('words').dataset;

/** Kept here and nowhere else. */
let token = '';

/** Out of the address at once: nobody may read it off the screen, out of the history or out of a bookmark. */
function takeToken() {
  const found = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!found) return;
  token = found;
  history.replaceState(null, '', location.pathname);
  tell([], '');
  show('asking');
}

/** One of the parts of the page. */
function show(part) {
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== part;
}

/** What is wrong, beside its fields, and in general. */
function tell(wrong, general) {
  for (const field of fields) {
    const isWrong = wrong.includes(field);
    field.setAttribute('aria-invalid', String(isWrong));
    find(`${field.id}-wrong`).textContent = isWrong ? field.dataset.rule : '';
  }
  problem.textContent = general;
}

/** The answer, or the problem. Whoever answers instead of the server does not do it as JSON. */
async function post(body) {
  try {
    const response = await fetch(form.dataset.to, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json().catch(() => ({ title: `${words.answered} ${response.status}` }));
    return response.ok ? { me: answer } : { refused: answer };
  } catch {
    return { refused: { title: words.unreachable } };
  }
}

function refuse({ code, title, detail, pointer }) {
  const wrong = fields.filter(({ name }) => pointer === `/${name}`);
  const isLink = code === 'unauthorized' || pointer === '/token';
  if (wrong.length > 0) tell(wrong, '');
  else tell([], isLink ? words.ended : [title, detail].filter(Boolean).join(': '));
  (wrong[0] ?? send).focus();
}

function welcome({ name }) {
  token = '';
  form.reset();
  find('who').textContent = name;
  document.title = find('welcome').textContent;
  show('done');
  find('welcome').focus();
}

async function sendForm() {
  const wrong = fields.filter(({ validity }) => !validity.valid);
  tell(wrong, '');
  if (wrong.length > 0) return wrong[0].focus();

  const body = { token, ...Object.fromEntries(fields.map(({ name, value }) => [name, value])) };
  inputs.disabled = true;
  sending.textContent = words.sending;
  const { me, refused } = await post(body);
  inputs.disabled = false;
  sending.textContent = '';
  if (me) welcome(me);
  else refuse(refused);
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void sendForm();
});
find('show').addEventListener('change', ({ target }) => {
  find('password').type = target.checked ? 'text' : 'password';
});
addEventListener('hashchange', takeToken);
show('missing');
takeToken();
