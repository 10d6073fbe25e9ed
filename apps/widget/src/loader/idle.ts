/** When the page has loaded and has nothing else to do. */
export function whenIdle(then: () => void): void {
  // Safari has no `requestIdleCallback`.
  const wait = () => (window.requestIdleCallback ?? setTimeout)(then, { timeout: 5000 });
  if (document.readyState === 'complete') wait();
  else addEventListener('load', wait);
}
