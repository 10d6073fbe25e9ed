/** The chat's place in a page. */
export interface Host {
  readonly root: ShadowRoot;
  /** From now on; also when the page replaces its body. */
  show(): void;
  remove(): void;
}

export function newHost(): Host {
  const element = document.createElement('backchannel-chat');
  const observer = new MutationObserver(show);

  function show() {
    const { documentElement, body } = document;
    if (body && !element.isConnected) body.append(element);
    for (const one of [documentElement, body]) if (one) observer.observe(one, { childList: true });
  }

  return {
    root: element.attachShadow({ mode: 'open' }),
    show,
    remove() {
      observer.disconnect();
      element.remove();
    },
  };
}
