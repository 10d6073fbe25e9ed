import type { Rolldown } from 'vite';

/** Of the view, and of Preact, which comes with it. */
const view = `
  stage props seen texts isOpen refocus hasMenu shows draft isOver isNarrow parts turns isThere visit places isWaiting
  isNewDay isFirst isLast isFresh isDrawn slotOf newest onLaunch act getDerivedStateFromProps shouldComponentUpdate
  componentDidUpdate getSnapshotBeforeUpdate componentDidMount componentWillUnmount componentWillReceiveProps
  getDerivedStateFromError componentWillUpdate componentWillMount debounceRendering componentDidCatch getChildContext
  vnode setState unmount contextType forceUpdate diffed
  coming isAnswered meanwhile`;

/** Of the connection. */
const talk = `
  transferred conversations shown forget talk calls choose pageFunctions isWelcome refusedBy isVisible onMessage
  welcomed retryAfter passed leave watch acknowledge heardAt isShown wake refuseAll isHolding socketOf kept hear isOn
  prepare cutOff turnTo tab offer isNew door keep who outbox begin discard heardOf leftIn`;

/** Of the texts. */
const texts = `
  transferredTo newWindow nothingSaid offlineMore endAsked fresh answers sending tooMany older toEnd says over you`;

/** Names of properties that nobody but the app and its parts ever says: no server, page, browser, storage or loader. */
export const ownNames: readonly string[] = `${view}${talk}${texts}`.trim().split(/\s+/);

const letters = 'etnioaslcumphgvbSCTEDOkAjMNPFILRBVHUWGKqJYXZQ$';

function short(place: number): string {
  const rest = Math.floor(place / letters.length);
  return `${letters[place % letters.length]}${letters[rest - 1] ?? ''}`;
}

/** The same in every file, so that they understand each other. */
export const shortNames: Rolldown.ManglePropertiesOptions = {
  include: new RegExp(`^(?:${ownNames.join('|')})$`),
  cache: Object.fromEntries(ownNames.map((name, place) => [name, short(place)])),
};
