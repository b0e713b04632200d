import type { Batch, IncomingRecord } from '../port.js';

/** What a consumer was given, for tests that wait until it has what they expect. */
export class Received {
  readonly batches: { readonly partition: number; readonly topic: string; readonly size: number }[] = [];
  readonly records: IncomingRecord[] = [];
  readonly #waiting = new Set<() => void>();

  /** Takes a batch as handled. */
  readonly accept = async ({ topic, partition, records }: Batch): Promise<void> => {
    this.batches.push({ topic, partition, size: records.length });
    this.records.push(...records);
    for (const check of this.#waiting) check();
  };

  /** The values as text, in the order of arrival. */
  get values(): string[] {
    return this.records.map(({ value }) => value?.toString('utf8') ?? '');
  }

  /** Resolves as soon as the condition holds; it is looked at after each batch. */
  until(condition: (received: this) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition(this)) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Resolves when every one of the values has come at least once. */
  untilAllOf(values: Iterable<string>): Promise<void> {
    const missing = new Set(values);
    let looked = 0;
    return this.until(({ values: seen }) => {
      for (; looked < seen.length; looked += 1) missing.delete(seen[looked] ?? '');
      return missing.size === 0;
    });
  }
}
