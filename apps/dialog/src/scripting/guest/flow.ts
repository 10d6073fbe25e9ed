import type { Functions, Guest } from './guest.ts';

export function flow(guest: Guest): Functions {
  const refuse = (name: string, why: string) => () => {
    throw guest.error(`${name} is not supported: ${why}`);
  };
  const noBots = 'no other bot can be called from here; a transfer interaction hands the conversation over';

  return {
    setTriggerNextMessage(interactionName: unknown) {
      guest.draft.trigger = guest.text(interactionName, 'setTriggerNextMessage: interactionName');
    },
    isApiExecutionSuccessful: () => guest.input.api?.successful ?? false,
    getApiStatusCode() {
      const status = guest.input.api?.status ?? null;
      return status === null ? null : `${status}`;
    },
    transferToBotDialog: refuse('transferToBotDialog', noBots),
    setBotTransferIntentbyDomain: refuse('setBotTransferIntentbyDomain', noBots),
    setBotTransferIntentId: refuse('setBotTransferIntentId', noBots),
    setBotTransferUserMessage: refuse('setBotTransferUserMessage', noBots),
    askMaven: refuse('askMaven', 'there is no Maven here'),
    getHoursType: refuse('getHoursType', 'compare new Date(), which is in UTC, with the hours yourself'),
  };
}
