/** The longest message that chat takes (contracts, `limits.messageChars`). */
export const most = 4000;
/** From here on the person is told how many are left. */
const told = 200;

/** How many characters are left, as soon as that matters; below zero: how many are too many. */
export function leftOf(text: string): number | null {
  const left = most - text.trim().length;
  return left <= told ? left : null;
}
