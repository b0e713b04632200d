/** For so long what does not show up is asked for with every cycle. */
const oftenMs = 3_600_000;
/** Later with every tenth. */
const seldomCycles = 10;

/**
 * From when on to ask again for what a cycle has just asked for in vain: RFC 3339, UTC.
 * @param since when it was missed first: RFC 3339
 * @param intervalMs from one cycle to the next
 */
export function askAgainAt(since: string, now: Date, intervalMs: number): string {
  const isYoung = now.getTime() - Date.parse(since) < oftenMs;
  const restMs = isYoung ? 0 : (seldomCycles - 0.5) * intervalMs;
  return new Date(now.getTime() + restMs).toISOString();
}
