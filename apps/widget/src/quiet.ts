/** Does what would take the focus, and leaves it where it is: nobody has asked for it just now. */
export function quietly(root: ShadowRoot, act: () => void): void {
  const before = document.activeElement;
  act();
  const taken = root.activeElement;
  if (taken instanceof HTMLElement && before !== root.host) taken.blur();
  if (before instanceof HTMLElement && before !== document.body) before.focus({ preventScroll: true });
}
