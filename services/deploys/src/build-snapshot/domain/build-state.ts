/** Unsettled states, from the least far along (Buildkite docs: Builds › Build states). */
const unsettled = ['creating', 'scheduled', 'running', 'failing', 'canceling'];
const finished = new Set(['passed', 'failed', 'canceled', 'skipped', 'not_run']);
/** What a word that we do not know counts as in the order of states: somewhere under way. */
const placeOfUnknown = unsettled.indexOf('running');

/** Finished or blocked. Not the end: a retry or an unblock re-opens a build. Unknown states are unsettled. */
export function isSettled(state: string): boolean {
  return state === 'blocked' || finished.has(state);
}

/** Whether the word is none of Buildkite's documented build states. */
export function isUnknown(state: string): boolean {
  return !isSettled(state) && !unsettled.includes(state);
}

/** How far along a build in this state is: a greater number is further along. */
export function howFarAlong(state: string): number {
  if (finished.has(state)) return unsettled.length + 1;
  if (state === 'blocked') return unsettled.length;
  const place = unsettled.indexOf(state);
  return place === -1 ? placeOfUnknown : place;
}
