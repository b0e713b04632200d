import type { Log } from '../log.js';

/** What was started, to be stopped in the opposite order: what was started first is used by what came later. */
export class Closers {
  readonly #closers: { readonly name: string; readonly close: () => Promise<unknown> | void }[] = [];

  add(name: string, close: () => Promise<unknown> | void): void {
    this.#closers.push({ name, close });
  }

  /** Stops everything, once; a failure does not keep the others from being stopped. @returns whether all went well */
  async closeAll(log: Log | undefined): Promise<boolean> {
    let clean = true;
    for (let closer = this.#closers.pop(); closer !== undefined; closer = this.#closers.pop()) {
      try {
        await closer.close();
        log?.debug({ part: closer.name }, 'Stopped.');
      } catch (error) {
        clean = false;
        log?.error({ error, part: closer.name }, 'A part did not stop cleanly.');
      }
    }
    return clean;
  }
}
