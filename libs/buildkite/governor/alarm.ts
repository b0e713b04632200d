import type { Clock } from '#libs/platform';

/** One wake-up call that can be put off or moved. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  readonly #fail: (error: unknown) => void;
  #set: { readonly at: number; readonly off: AbortController } | undefined;

  /** `ring` is called when the time has come; `fail` if the clock cannot sleep. */
  constructor(clock: Clock, ring: () => void, fail: (error: unknown) => void) {
    this.#clock = clock;
    this.#ring = ring;
    this.#fail = fail;
  }

  /** Rings at `at` and at no other time; both are milliseconds of one clock. Infinity for never. */
  set(at: number, now: number): void {
    if (this.#set?.at === at) return;
    this.#set?.off.abort();
    this.#set = undefined;
    if (at === Infinity) return;

    const mine = { at, off: new AbortController() };
    this.#set = mine;
    const isOver = () => {
      const isMine = this.#set === mine;
      if (isMine) this.#set = undefined;
      return isMine;
    };
    this.#clock.sleep(at - now, mine.off.signal).then(
      () => isOver() && this.#ring(),
      (error: unknown) => isOver() && this.#fail(error),
    );
  }
}
