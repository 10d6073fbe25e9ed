import { show } from '../src/view/show.ts';
import type { Scene, View } from '../src/view/viewing.ts';
import { DataTalk } from './data-talk.ts';
import { stateOf, states } from './states.ts';

/** What tests take hold of. */
export interface Gallery {
  readonly talk: DataTalk;
  readonly view: View;
  readonly host: HTMLElement;
  readonly heard: string[];
}

declare global {
  interface Window {
    gallery: Gallery;
  }
}

const asked = new URLSearchParams(location.search);
const name = asked.get('state');

for (const state of Object.keys(states)) {
  const link = document.createElement('a');
  link.href = `?state=${state}`;
  link.textContent = state;
  document.querySelector('nav')?.append(link);
}
if (name !== null) window.gallery = hang(name);

function hang(name: string): Gallery {
  const { now, look, lang, isClosed, taps } = stateOf(name);
  const host = document.createElement('backchannel-chat');
  document.body.append(host);
  const talk = new DataTalk(now);
  const heard: string[] = [];
  const scheme = asked.get('scheme');
  const draw: ReturnType<Scene['draw']> = (content, place) => {
    place.className = 'drawn';
    place.textContent = `Drawn by the page: ${JSON.stringify(content)}`;
  };
  const view = show({
    root: host.attachShadow({ mode: 'open' }),
    talk,
    config: {
      server: location.origin,
      botId: 'shop',
      lang: asked.get('lang') ?? lang,
      launcher: asked.get('launcher') !== 'false',
    },
    look: scheme === 'light' || scheme === 'dark' ? { ...look, scheme } : look,
    draw: () => (asked.get('draw') === 'false' ? null : draw),
    changed: (isOpen) => heard.push(isOpen ? 'open' : 'close'),
  });
  if (!isClosed) view.open();
  void tapAll(host, taps);
  return { talk, view, host, heard };
}

async function tapAll({ shadowRoot }: HTMLElement, taps: readonly string[]) {
  while (!shadowRoot?.querySelector('.chat')) await new Promise(requestAnimationFrame);
  // Pictures are of the chat with everything that comes later.
  await Promise.allSettled([import('../src/view/more.ts')]);
  const named = (name: string) => {
    const all = [...(shadowRoot?.querySelectorAll<HTMLElement>('button, a') ?? [])];
    return all.find((one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === name);
  };
  for (const tap of taps) {
    // What a tap shows may take some frames; in other languages it has another name.
    for (let frames = 0; frames === 0 || (frames < 30 && !named(tap)); frames += 1) {
      await new Promise(requestAnimationFrame);
    }
    named(tap)?.click();
  }
  await new Promise(requestAnimationFrame);
  document.documentElement.dataset['ready'] = '';
}
