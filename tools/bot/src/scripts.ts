import { type Bot, type Finding, scriptsOf } from '@backchannel/contracts';
import { Sandbox } from '@backchannel/sandbox';

/** In a bundle the worker is a file beside it (`vite.service.ts`); the sandbox's own is in its source. */
const beside = import.meta.url.endsWith('.ts') ? {} : { worker: new URL('./scripts.worker.js', import.meta.url) };

/** Reads scripts with the engine that will run them; it is started for the first one. */
export class Scripts {
  #sandbox: Sandbox | undefined;

  /** Where the syntax of a bot's scripts is wrong. */
  async problemsOf(bot: Bot): Promise<readonly Finding[]> {
    const found = await Promise.all(
      scriptsOf(bot).map(async ({ source, kind, path }) => {
        this.#sandbox ??= new Sandbox({ workers: 1, ...beside });
        const failure = await this.#sandbox.check(source, kind);
        if (!failure) return [];
        const { reason, line, message } = failure;
        if (reason === 'worker') throw new Error(`the scripts could not be read: ${message}`);
        return [{ path, message: `${line === undefined ? '' : `line ${line}: `}${message}` }];
      }),
    );
    return found.flat();
  }

  async close(): Promise<void> {
    await this.#sandbox?.close();
  }
}
