/** The first with `caught up` messages in subscriptions. EventStoreDB docs: What's new in 23.10. */
const FIRST = [23, 10] as const;

/** Whether a version such as `22.10.2` or `26.0.1-alpha` is older than 23.10. One that cannot be told is not. */
export function isTooOld(version: string): boolean {
  const [, year, month] = /^(\d{2})\.(\d{1,2})\b/.exec(version) ?? [];
  if (year === undefined || month === undefined || Number(year) === 0) {
    return false;
  }
  return Number(year) < FIRST[0] || (Number(year) === FIRST[0] && Number(month) < FIRST[1]);
}
