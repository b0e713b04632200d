import { failureOf, type Failure } from './failure.js';

const transientRetries = 5;
const bugTries = 3;

/** An item that can never be handled, and why. */
export interface Poison<Item> {
  readonly item: Item;
  readonly reason: string;
  readonly detail: string;
  /** How often it was tried alone. */
  readonly attempts: number;
}

export interface Run<Item> {
  handle(items: readonly Item[]): Promise<void>;
  /** Waits before the next try; rejects when there is to be none. */
  beforeRetry(attempt: number, error: unknown): Promise<void>;
  /** Aborts when the items are to be left to somebody else. */
  readonly signal: AbortSignal;
}

/**
 * Handles the items in order. A failure that may pass is retried in place, five times. A failure that will not is
 * narrowed down by halves to the items that cause it, so that all others are handled; they may be handled repeatedly.
 * @returns the items that can never be handled
 * @throws what the handler threw last when it may succeed later, or the signal's reason
 */
export async function runEvents<Item>(items: readonly Item[], run: Run<Item>): Promise<Poison<Item>[]> {
  if (items.length === 0) return [];
  for (let attempt = 1; ; attempt += 1) {
    run.signal.throwIfAborted();
    try {
      await run.handle(items);
      return [];
    } catch (error) {
      if (run.signal.aborted) throw error;
      const failure = failureOf(error);
      if (failure.kind !== 'transient' && items.length > 1) return await byHalves(items, run);
      if (failure.kind !== 'transient' && isFinal(failure, attempt)) return poison(items, failure, attempt);
      if (failure.kind === 'transient' && attempt > transientRetries) throw error;
      await run.beforeRetry(attempt, error);
    }
  }
}

async function byHalves<Item>(items: readonly Item[], run: Run<Item>): Promise<Poison<Item>[]> {
  const middle = Math.ceil(items.length / 2);
  const first = await runEvents(items.slice(0, middle), run);
  return [...first, ...(await runEvents(items.slice(middle), run))];
}

type Permanent = Exclude<Failure, { kind: 'transient' }>;

function isFinal(failure: Permanent, attempt: number): boolean {
  return failure.kind === 'unprocessable' || attempt >= bugTries;
}

function poison<Item>(
  items: readonly Item[],
  { reason, detail }: Permanent,
  attempts: number,
): Poison<Item>[] {
  return items.map((item) => ({ item, reason, detail, attempts }));
}
