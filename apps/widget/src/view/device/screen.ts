import { listen } from '../../listen.ts';

/**
 * Keeps `--top` and `--height` of an element at what the on-screen keyboard leaves of the screen; answers with how to end
 * that. A page that is zoomed in by hand is left alone: the chat would follow every move of the fingers.
 */
export function fitScreen(element: HTMLElement): () => void {
  const screen = window.visualViewport;
  if (!screen) return () => {};
  const fit = () => {
    const isZoomed = screen.scale > 1.01;
    element.style.setProperty('--top', isZoomed ? '' : `${screen.offsetTop}px`);
    element.style.setProperty('--height', isZoomed ? '' : `${screen.height}px`);
  };
  fit();
  return listen(screen, { resize: fit, scroll: fit });
}

/** The page behind stays where it is; answers with how to let it go. */
export function holdPage(): () => void {
  const { style } = document.documentElement;
  const before = [style.getPropertyValue('overflow'), style.getPropertyPriority('overflow')] as const;
  style.setProperty('overflow', 'hidden', 'important');
  return () => style.setProperty('overflow', ...before);
}
