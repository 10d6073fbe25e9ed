import { add, basket, empty } from './basket.js';

/** What the bot can call in this page: `chatbot.basket(param)` and so on. What they return, the bot is told. */
export function offerFunctions({ signIn, placed }) {
  const shown = () => {
    const { count, items, total } = basket();
    return { count, items, total };
  };
  window.chatbot = {
    basket: shown,
    addToBasket({ lamp }) {
      add(lamp.trim().split(' ').at(-1));
      return shown();
    },
    shareSession: (param) => signIn.share(param),
    orderPlaced() {
      empty();
      placed();
      return true;
    },
  };
}
