import { render } from 'preact';
import { listen } from '../listen.ts';
import type { Language } from '../texts/languages.ts';
import { Chat } from './chat.tsx';
import { Coming } from './coming.ts';
import { enter } from './device/focus.ts';
import { matches, watchMedia } from './device/media.ts';
import { fitScreen, holdPage } from './device/screen.ts';
import { pageVisits } from './page/visits.ts';
import { Places } from './replies/places.ts';
import type { Seen, Stage } from './stage.ts';
import { styleOf, wear } from './style/sheet.ts';
import { dress } from './theme/dress.ts';
import { announce } from './transcript/announce.ts';
import type { Scene, View } from './viewing.ts';

export function raise(scene: Scene, language: Language): View {
  const { root, talk, look } = scene;
  const place = document.createElement('div');
  let seen: Seen = {
    isOpen: false,
    shows: 'conversation',
    hasMenu: false,
    draft: '',
    reading: null,
    page: null,
    isNarrow: matches('narrow'),
  };
  let conversation = talk.now.current?.conversationId;
  let isDrawing = false;
  let isStale = false;
  let toldLook = false;
  let letGo: (() => void) | null = null;

  const stage: Stage = {
    ...scene,
    ...language,
    title: look.title ?? language.texts.title,
    places: new Places(root.host, scene.draw),
    coming: new Coming(root),
    get seen() {
      return seen;
    },
    set(changes) {
      seen = { ...seen, ...changes };
      draw();
    },
    close: () => become(false),
    back() {
      if (seen.page !== null) return visits.leave();
      if (seen.shows === 'conversation') return stage.close();
      stage.set({ shows: 'conversation' });
      stage.refocus();
    },
    begin() {
      talk.begin();
      stage.set({ shows: 'conversation', hasMenu: false });
      stage.refocus();
    },
    visit: (address) => visits.visit(address),
    refocus: () => enter(root),
  };
  const visits = pageVisits(stage);

  const draw = () => {
    const { now } = talk;
    if (now.current?.conversationId !== conversation) {
      conversation = now.current?.conversationId;
      seen = { ...seen, reading: null };
    }
    // What is taken away loses the focus at once, and may have something to change about that.
    isStale = true;
    if (isDrawing) return;
    isDrawing = true;
    const { activeElement } = root;
    try {
      while (isStale) {
        isStale = false;
        render(<Chat {...{ stage, now, seen }} onLaunch={seen.isOpen ? stage.close : open} />, place);
      }
    } finally {
      isDrawing = false;
    }
    // What had the focus is gone, or can't have it any more: keys would reach the page, and no longer the chat.
    if (seen.isOpen && activeElement && !root.activeElement?.matches(':not(:disabled)')) stage.refocus();
    tell();
  };
  // Only who can see the newest messages has seen them.
  const tell = () => {
    const { isOpen, page, shows, reading } = seen;
    const isThere = isOpen && page === null && shows !== 'earlier' && reading === null;
    const isLooking = isThere && document.visibilityState === 'visible';
    if (isLooking === toldLook) return;
    toldLook = isLooking;
    talk.look(isLooking);
  };
  const put = () => {
    const frame = root.querySelector('dialog');
    if (!frame) return;
    letGo?.();
    letGo = null;
    frame.close();
    if (!seen.isOpen) return;
    if (!seen.isNarrow) return frame.show();
    frame.showModal();
    const ends = [holdPage(), fitScreen(frame)];
    letGo = () => {
      for (const end of ends) end();
    };
  };
  const isLost = () => root.activeElement !== null || document.activeElement === document.body;
  const become = (isOpen: boolean) => {
    if (seen.isOpen === isOpen) return;
    const wasInside = root.activeElement !== null;
    dress(place, look);
    if (isOpen && talk.now.status === 'idle') talk.start();
    stage.set({ isOpen, hasMenu: false, shows: 'conversation' });
    put();
    if (isOpen) stage.refocus();
    // What had the focus before has it again; if that was nothing, what opens the chat.
    else if (wasInside && isLost()) root.querySelector<HTMLElement>('.launcher')?.focus();
    scene.changed(isOpen);
  };
  const open = () => become(true);

  wear(root, styleOf(look));
  place.className = 'chat';
  place.lang = language.lang;
  place.dir = language.dir;
  root.append(place);
  dress(place, look);
  draw();
  const ends = [
    talk.watch(draw),
    listen(document, { visibilitychange: tell }),
    announce(stage),
    visits.watch(),
    watchMedia('dark', () => dress(place, look)),
    watchMedia('narrow', () => {
      stage.set({ isNarrow: matches('narrow') });
      put();
      if (seen.isOpen) stage.refocus();
    }),
  ];
  return {
    open,
    close: stage.close,
    destroy() {
      for (const end of ends) end();
      letGo?.();
      talk.look(false);
      render(null, place);
      place.remove();
      stage.places.clear();
      root.adoptedStyleSheets = [];
    },
  };
}
