import type { Config } from '../api.ts';
import { english, type Language, languageOf } from '../texts/languages.ts';
import { raise } from './raise.tsx';
import type { Show, View } from './viewing.ts';

/** How the chat speaks in this page. Without its texts it is in English rather than not there. */
export function languageIn({ lang }: Config): Promise<Language> {
  return languageOf([lang, document.documentElement.lang, ...navigator.languages]).catch((error: unknown) => {
    reportError(error);
    return english;
  });
}

/** Draws the chat into its shadow, closed, as soon as its texts are there; and again after every change. */
export const show: Show = (scene) => {
  let view: View | null = null;
  let isWanted = false;
  let isOver = false;
  const begin = async () => {
    const language = await languageIn(scene.config);
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
