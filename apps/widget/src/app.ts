import { keepOpen } from './loader/was-open.ts';
import type { AppModule } from './starting.ts';

/** Ties the connection, the view and the page together. */
export const start: AppModule['start'] = ({ config, tell }) => {
  const become = (isOpen: boolean) => {
    keepOpen(config.botId, isOpen);
    tell(isOpen ? 'open' : 'close', undefined);
  };
  return { open: () => become(true), close: () => become(false), send() {}, identify() {}, destroy() {} };
};
