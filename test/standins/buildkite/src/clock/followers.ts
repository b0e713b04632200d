import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

const SEEN_LATELY_MS = 2_000;
const LOOK_AGAIN_MS = 5;

/**
 * Those who follow the clock by long polls. A poll that is answered makes its follower *away*;
 * the next poll brings it back. Whoever has been away for 2 s follows no more.
 * These times are of the machine: they are about processes, not about what the stand-in shows.
 */
@Injectable()
export class Followers {
  private readonly waiting = new Set<() => void>();
  private away: number[] = [];

  /** A poll has come: somebody who was away is back. */
  arrive(): void {
    this.away.shift();
  }

  /** A poll is answered. */
  leave(): void {
    this.away.push(performance.now());
  }

  /** Waits for the clock to be turned, for at most so many milliseconds, or until the signal says that nobody listens any more. */
  async wait(mostMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, mostMs);
    signal.addEventListener('abort', () => resolve(), { once: true });
    this.waiting.add(resolve);
    await promise;
    clearTimeout(timer);
    this.waiting.delete(resolve);
  }

  /** The clock was turned: everybody who waits is told. */
  release(): void {
    for (const tell of this.waiting) tell();
  }

  /** Resolves when everybody who was seen lately waits for the next turn, at the latest after so many milliseconds. */
  async allBack(mostMs: number): Promise<void> {
    const giveUpAt = performance.now() + mostMs;
    for (;;) {
      await sleep(LOOK_AGAIN_MS);
      const lately = performance.now() - SEEN_LATELY_MS;
      this.away = this.away.filter((leftAt) => leftAt > lately);
      if (this.away.length === 0 || performance.now() >= giveUpAt) return;
    }
  }
}
