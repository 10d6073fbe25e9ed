import { render } from 'preact';
import { languageOf } from '../texts/languages.ts';
import { Chat } from './chat.tsx';
import { enter, focused } from './device/focus.ts';
import { matches, watchMedia } from './device/media.ts';
import { Places } from './replies/places.ts';
import { sheetsOf } from './style/sheets.ts';
import { dress } from './theme/dress.ts';
import type { Show } from './viewing.ts';

/** Draws the chat into its shadow, closed; and again after every change. */
export const show: Show = (scene) => {
  const { root, talk, config, look, changed } = scene;
  const language = languageOf([config.lang, document.documentElement.lang, ...navigator.languages]);
  const title = look.title ?? language.texts.title;
  const place = document.createElement('div');
  const places = new Places(root.host, scene.draw);
  const setting = { ...scene, ...language, title, places, draft: { text: '' } };
  let isOpen = false;
  let from: HTMLElement | null = null;

  root.adoptedStyleSheets = sheetsOf(look);
  place.className = 'chat';
  place.lang = language.lang;
  place.dir = language.dir;
  root.append(place);

  const draw = () => {
    const state = { setting, now: talk.now, isOpen, isNarrow: matches('narrow') };
    render(<Chat {...state} onOpen={open} onClose={close} />, place);
  };
  const become = (opened: boolean) => {
    if (isOpen === opened) return;
    isOpen = opened;
    const before = focused();
    const wasInside = root.activeElement !== null;
    if (isOpen) from = before;
    dress(place, look);
    if (isOpen && talk.now.status === 'idle') talk.start();
    draw();
    if (isOpen) enter(root);
    // Who closes it from elsewhere stays there.
    else if (wasInside) (root.querySelector<HTMLElement>('.launcher') ?? from)?.focus();
    changed(isOpen);
  };
  const open = () => become(true);
  const close = () => become(false);

  dress(place, look);
  const ends = [
    talk.watch(draw),
    watchMedia(['narrow'], draw),
    watchMedia(['dark'], () => dress(place, look)),
    () => places.clear(),
  ];
  draw();

  return {
    open,
    close,
    destroy() {
      for (const end of ends) end();
      render(null, place);
      place.remove();
      root.adoptedStyleSheets = [];
    },
  };
};
