/** Asks the chat in this page for something: `chat('send', 'Hello')`. Its script may come later; it finds what was asked. */
export const chat = (...call) => {
  window.Backchannel ??= [];
  window.Backchannel.push(call);
};
