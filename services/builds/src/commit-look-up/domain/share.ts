/** SHAs that go into one request (Buildkite publishes no limit; at 53 characters each they stay under 3 KB). */
const mostShas = 50;

/** Of the given look-ups those that share one question: all of the first 50 SHAs. */
export function shareOf<LookUp extends { readonly sha: string }>(waiting: readonly LookUp[]): LookUp[] {
  const shas = new Set([...new Set(waiting.map(({ sha }) => sha))].slice(0, mostShas));
  return waiting.filter(({ sha }) => shas.has(sha));
}
