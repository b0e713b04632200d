import type { Bus } from '#libs/bus';

/** Seldom enough that asking costs the consumer nothing that counts. */
const everyMs = 100;

/**
 * How fast a consumer works off what lies in its topic, in records per second: from the first progress that is seen to
 * the last, so that starting and joining the group do not count.
 * @throws when there is no progress for a minute
 */
export async function drainRate(bus: Pick<Bus, 'lag'>, group: string, topic: string): Promise<number> {
  const all = await bus.lag(group, topic);
  let first: { readonly lag: number; readonly ms: number } | undefined;
  let last = { lag: all, ms: performance.now() };
  while (last.lag > 0) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    const now = { lag: await bus.lag(group, topic), ms: performance.now() };
    if (now.lag < last.lag) {
      first ??= now;
      last = now;
    } else if (now.ms - last.ms > 60_000) {
      throw new Error(`${group} makes no progress in ${topic}: ${last.lag} of ${all} records are left.`);
    }
  }
  if (first === undefined || first === last) throw new Error(`${topic} held too little to measure ${group}.`);
  return Math.round(((first.lag - last.lag) * 1_000) / (last.ms - first.ms));
}
