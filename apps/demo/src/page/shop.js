import { add, basket, watch } from './basket.js';
import { chat } from './chat.js';
import { offerFunctions } from './chatbot.js';
import { element, find } from './drawn.js';
import { lampOf, lamps, price } from './lamps.js';
import { SignIn } from './sign-in.js';
import { Strip } from './strip.js';
import { hear } from './told.js';

const { inputsUrl } = await (await fetch('config.json')).json();

// Where the bot finds the shop's pages and pictures.
chat('identify', { attributes: { shop: location.origin } });

const strip = new Strip(inputsUrl);
hear((post) => strip.show(post));
const signIn = new SignIn({ told: (post) => strip.show(post), ask: () => say('sign in') });
offerFunctions({ signIn, placed: () => find('basket-panel').hidePopover() });

// The shop makes room, so that chat and strip are seen beside each other.
chat('on', 'open', () => document.body.classList.add('chatting'));
chat('on', 'close', () => document.body.classList.remove('chatting'));

function say(text) {
  chat('open');
  chat('send', text);
}

for (const button of document.querySelectorAll('[data-say]'))
  button.addEventListener('click', () => {
    if (button.dataset.say === 'pay' && basket().count === 0) add(shown().id);
    find('basket-panel').hidePopover();
    say(button.dataset.say);
  });

const shown = () => lampOf(location.hash.slice(1)) ?? lamps[0];

function showLamp() {
  const { id, name, kind, cents, about } = shown();
  find('lamp-name').textContent = name;
  find('lamp-kind').textContent = kind;
  find('lamp-about').textContent = about;
  find('lamp-price').textContent = price(cents);
  find('lamp-image').src = `${id}.svg`;
  find('lamp-image').alt = `${kind} ${name}`;
  for (const link of find('lamps').querySelectorAll('a'))
    if (link.hash === `#${id}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
}

find('lamps').append(
  ...lamps.map(({ id, name, cents }) =>
    element(
      'li',
      {},
      element(
        'a',
        { href: `#${id}` },
        element('img', { src: `${id}.svg`, alt: '', width: '400', height: '300' }),
        element('span', {}, name),
        element('span', { class: 'soft' }, price(cents)),
      ),
    ),
  ),
);
addEventListener('hashchange', showLamp);
showLamp();
find('add').addEventListener('click', () => add(shown().id));

watch(() => {
  const { lines, count, total } = basket();
  find('basket').textContent = count === 0 ? 'Basket' : `Basket · ${count}`;
  find('basket-total').textContent = count === 0 ? 'Nothing in it yet.' : `${total} in all`;
  find('basket-pay').disabled = count === 0;
  find('basket-lines').replaceChildren(
    ...lines.map(({ lamp, count: many }) =>
      element(
        'li',
        {},
        element('img', { src: `${lamp.id}.svg`, alt: '', width: '400', height: '300' }),
        element('span', {}, `${many} × ${lamp.name}`),
        element('span', { class: 'soft' }, price(many * lamp.cents)),
        element(
          'button',
          { type: 'button', class: 'quiet', 'aria-label': `One ${lamp.name} less`, click: () => add(lamp.id, -1) },
          '−',
        ),
      ),
    ),
  );
});
