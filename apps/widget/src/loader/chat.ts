import type { Json, Look } from '@backchannel/contracts';
import type { Api } from '../api.ts';
import type { App, AppModule } from '../starting.ts';
import { complain } from './complain.ts';
import type { Wanted } from './config.ts';
import { newListeners } from './heard.ts';
import { newHost } from './host.ts';
import { whenIdle } from './idle.ts';
import { type Launcher, paint } from './launcher.ts';
import { lookOf } from './look.ts';
import { wasOpen } from './was-open.ts';

/** The app's file, below the server. */
declare const APP_FILE: string;

/** Shows the launcher as soon as it is known how, and loads the app when somebody wants it or there is time. */
export function begin(wanted: Wanted): Api {
  const { server, botId } = wanted;
  const host = newHost();
  const listeners = newListeners();
  let shown: Look | undefined;
  let launcher: Launcher | undefined;
  let app: App | undefined;
  let draw: ((content: Json, place: HTMLElement) => void) | null = null;
  /** What is to be done once the app is there. */
  let waiting: ((app: App) => void)[] = [];
  let again = '';
  let isLoading = false;
  let isWanted = false;
  let isOver = false;

  const stop = () => {
    isOver = true;
    waiting = [];
    host.remove();
  };
  /** A method of the app: now, or as soon as it is there, which may be urgent. */
  const method =
    <Name extends keyof App>(name: Name, isUrgent = false) =>
    (...given: Parameters<App[Name]>): void => {
      const act = (one: App) => (one[name] as (...all: unknown[]) => void)(...given);
      if (isOver) return;
      if (app) return act(app);
      waiting.push(act);
      if (!isUrgent) return;
      isWanted = true;
      void load();
    };
  const open = method('open', true);

  /** Once; and again at the next occasion, if it failed. */
  async function load(): Promise<void> {
    if (isWanted) launcher?.busy();
    if (!shown || app || isLoading) return;
    isLoading = true;
    try {
      // Trap: what a browser could not import, it does not ask for again under the same address.
      const { start }: AppModule = await import(/* @vite-ignore */ `${server}/${APP_FILE}${again}`);
      const { root } = host;
      const started = await start({ root, config: wanted, look: shown, draw: () => draw, tell: listeners.tell });
      if (isOver) return started.destroy();
      app = started;
      launcher?.remove();
      for (const what of waiting.splice(0)) what(app);
    } catch (error) {
      complain('not loaded; open() tries again', error);
      again += '?';
      if (isWanted) launcher?.failed();
    } finally {
      isLoading = false;
    }
  }

  async function show(): Promise<void> {
    const answer = await lookOf(wanted);
    if (isOver) return;
    if (typeof answer === 'string') {
      complain(`${botId} is not shown: ${answer}`);
      return stop();
    }
    shown = answer;
    launcher = paint(host.root, { ...wanted, look: shown, onOpen: () => open() });
    host.show();
    if (wasOpen(botId) ?? wanted.open) open(true);
    else if (isWanted) void load();
    else whenIdle(() => void load());
  }
  show().catch((error: unknown) => complain(`${botId} is not shown`, error));

  return {
    open: () => open(),
    close: method('close'),
    send: method('send', true),
    identify: method('identify'),
    on: listeners.on,
    render(how) {
      draw = how;
    },
    destroy() {
      app?.destroy();
      stop();
    },
  };
}
