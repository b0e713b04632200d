import { setTimeout } from 'node:timers/promises';

/** How long a partition rests after its batch was rejected: the first time, and at most. */
export interface Rest {
  readonly firstMs: number;
  readonly mostMs: number;
}

export const defaultRest: Rest = { firstMs: 200, mostMs: 10_000 };

/** Length of the rest after so many rejections in a row (from 1): each is twice the one before, up to the most. */
export function restMs(rejections: number, { firstMs, mostMs }: Rest): number {
  return Math.min(mostMs, firstMs * 2 ** (rejections - 1));
}

/** Resolves after `ms`, or at once when the signal aborts. */
export async function restFor(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
