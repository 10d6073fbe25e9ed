import type { Look } from '@backchannel/contracts';
import { style } from './style.ts';
import { textsIn } from './texts.ts';

const svg = 'http://www.w3.org/2000/svg';
const bubble =
  'M12 3.5c-5 0-9 3.4-9 7.7 0 2.4 1.3 4.6 3.3 6v3.3l3.4-1.9c.7.2 1.5.3 2.3.3 5 0 9-3.4 9-7.7s-4-7.7-9-7.7z';

/** What is in the page before the app: the button that opens the chat, as the app draws it. */
export interface Launcher {
  /** Somebody waits for the app. */
  busy(): void;
  failed(): void;
  /** The app has drawn its own: who was on this one is on that one. */
  remove(): void;
}

interface Wanted {
  readonly look: Look;
  readonly lang?: string | undefined;
  /** Whether there is a button: what went wrong is told without it, too. */
  readonly launcher: boolean;
  readonly onOpen: () => void;
}

export function paint(root: ShadowRoot, { look, lang, launcher, onOpen }: Wanted): Launcher {
  const texts = textsIn(lang);
  const [place, button, told] = [make('div'), make('button'), make('p')];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style(look));
  root.adoptedStyleSheets = [sheet];
  button.ariaLabel = texts.open;
  button.append(icon());
  button.addEventListener('click', onOpen);
  told.role = 'alert';
  told.textContent = texts.failed;
  place.lang = texts.lang;
  if (launcher) place.append(button);
  root.append(place);
  return {
    busy() {
      told.remove();
      button.ariaBusy = 'true';
    },
    failed() {
      button.ariaBusy = null;
      place.prepend(told);
    },
    remove() {
      const wasFocused = root.activeElement === button;
      // Who is pressing it lets go of another one: browsers don't call that a click.
      const isPressed = button.matches(':active');
      place.remove();
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
      if (wasFocused && !root.activeElement) root.querySelector('button')?.focus();
      if (isPressed) onOpen();
    },
  };
}

const make = <Name extends keyof HTMLElementTagNameMap>(name: Name) => document.createElement(name);

function icon(): SVGElement {
  const [picture, path] = [document.createElementNS(svg, 'svg'), document.createElementNS(svg, 'path')];
  picture.setAttribute('viewBox', '0 0 24 24');
  path.setAttribute('d', bubble);
  picture.append(path);
  return picture;
}
