import type { Config } from '../api.ts';

/** What the tag of the loader says. */
export interface Wanted extends Config {
  readonly open: boolean;
}

/** Of the tag that is running now; or what is wrong with it. */
export function wantedBy(script: HTMLOrSVGScriptElement | null): Wanted | string {
  // Modules and code that is evaluated as text have none; neither knows where it came from.
  const { src, dataset } = (script ?? {}) as Partial<HTMLScriptElement>;
  if (!src || !dataset) return 'load widget.js by <script src="…">, not as a module';
  const { bot, lang, launcher, open } = dataset;
  if (!bot) return `data-bot="…" is missing at the script ${src}`;
  return {
    server: new URL('.', src).href.slice(0, -1),
    botId: bot,
    ...(lang && { lang }),
    launcher: launcher !== 'none',
    open: open !== undefined,
  };
}
