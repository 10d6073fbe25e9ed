import type { Json, Look } from '@backchannel/contracts';
import type { Config } from '../api.ts';
import type { Talk } from '../talk/talking.ts';

/** What the view is made with. */
export interface Scene {
  /** Of the host element: nothing of the page's style comes in, nothing of ours gets out. */
  readonly root: ShadowRoot;
  readonly talk: Talk;
  readonly config: Config;
  readonly look: Look;
  /** How the page draws `universal` replies: into `place`, a child of the host element outside of the shadow. */
  readonly draw: () => ((content: Json, place: HTMLElement) => void) | null;
  /** The window was opened or closed. */
  readonly changed: (isOpen: boolean) => void;
}

/** The chat in a page. */
export interface View {
  open(): void;
  close(): void;
  destroy(): void;
}

export type Show = (scene: Scene) => View;
