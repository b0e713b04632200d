import { Injectable } from '@nestjs/common';
import { systemClock } from '#libs/platform';

/** Deploys that come within 50 ms share a look-up; the window closes after a step without a deploy in hand. */
const openMs = 40;
const stepMs = 10;
/** While deploys are being handled the window stays open, but not for ever: 250 ms. */
const mostSteps = 21;

/**
 * The time in which look-ups gather, so that those that come together share requests. It is the machine's time: what
 * comes together does so whatever clock the product follows.
 */
@Injectable()
export class Gathering {
  #begun = 0;
  #ended = 0;

  /** Does work that may request look-ups; the window waits for it. */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#begun += 1;
    try {
      return await work();
    } finally {
      this.#ended += 1;
    }
  }

  /** Resolves when the window that opens now is over; rejects with the signal's reason. */
  async window(signal: AbortSignal): Promise<void> {
    await systemClock.sleep(openMs, signal);
    for (let step = 0; step < mostSteps; step += 1) {
      const ended = this.#ended;
      await systemClock.sleep(stepMs, signal);
      if (this.#begun === ended) return;
    }
  }
}
