import { english, languageOf } from '../texts/languages.ts';
import { raise } from './raise.tsx';
import type { Show, View } from './viewing.ts';

/** Draws the chat into its shadow, closed, as soon as its texts are there; and again after every change. */
export const show: Show = (scene) => {
  let view: View | null = null;
  let isWanted = false;
  let isOver = false;
  const begin = async () => {
    const wanted = [scene.config.lang, document.documentElement.lang, ...navigator.languages];
    const language = await languageOf(wanted).catch((error: unknown) => {
      // Without its texts the chat is in English rather than not there.
      reportError(error);
      return english;
    });
    if (isOver) return;
    view = raise(scene, language);
    if (isWanted) view.open();
  };
  const become = (isOpen: boolean) => {
    isWanted = isOpen;
    if (isOpen) view?.open();
    else view?.close();
  };
  void begin();
  return {
    open: () => become(true),
    close: () => become(false),
    destroy() {
      isOver = true;
      view?.destroy();
    },
  };
};
