import { Injectable } from '@nestjs/common';
import { systemClock } from '#libs/platform';

/** Deploys that come within this time share a look-up. */
const windowMs = 50;
/** While deploys are still being handled the window stays open, up to this time. */
const longestWindowMs = 250;
/** For so long no deploy may be in hand before the window closes. */
const quietMs = 20;
const lookAgainMs = 10;

/**
 * The time in which look-ups gather, so that those that come together share requests. It is the machine's time: what
 * comes together does so whatever clock the product follows.
 */
@Injectable()
export class Gathering {
  #inHand = 0;
  #lastInHand = -Infinity;

  /** Does work that may request look-ups; the window waits for it. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#inHand += 1;
    try {
      return await work();
    } finally {
      this.#inHand -= 1;
      this.#lastInHand = performance.now();
    }
  }

  /** Resolves when the window that opens now is over; rejects with the signal's reason. */
  async window(signal: AbortSignal): Promise<void> {
    const latest = performance.now() + longestWindowMs;
    await systemClock.sleep(windowMs, signal);
    while (!this.isQuiet() && performance.now() < latest) await systemClock.sleep(lookAgainMs, signal);
  }

  private isQuiet(): boolean {
    return this.#inHand === 0 && performance.now() - this.#lastInHand >= quietMs;
  }
}
