import type { Look } from '@backchannel/contracts';
import type { Api, Config, Heard } from './api.ts';
import type { Scene } from './view/viewing.ts';

/**
 * What the loader gives the app, and gets of it. A loader that a browser has kept may meet the app of a newer release:
 * what is here stays as it is, more may come.
 */
interface Stage {
  readonly root: ShadowRoot;
  readonly config: Config;
  readonly look: Look;
  readonly draw: Scene['draw'];
  readonly tell: Tell;
}

export type Tell = <Name extends keyof Heard>(name: Name, heard: Heard[Name]) => void;

export interface App extends Pick<Api, 'close' | 'send' | 'identify' | 'destroy'> {
  /** Quiet: by itself, so it leaves the focus where it is. */
  open(isQuiet?: boolean): void;
}

/** What the app's module exports. */
export interface AppModule {
  /** Resolves when the launcher is drawn. */
  readonly start: (stage: Stage) => Promise<App>;
}
