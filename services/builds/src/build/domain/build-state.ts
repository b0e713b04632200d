/** States of builds under way, as a list of builds can be narrowed to (Buildkite docs: REST API › Builds). */
export const openStates = ['creating', 'scheduled', 'running', 'failing', 'canceling'] as const;

const settled = new Set(['passed', 'failed', 'canceled', 'skipped', 'not_run', 'blocked']);

/** Whether a build in this state goes on by itself: neither finished nor blocked. Unknown states may. */
export function isOpen(state: string): boolean {
  return !settled.has(state);
}
