import type { Admission, Permit } from './governor.js';
import { comparePriority } from './lanes.js';

/** A request that waits for its leave. */
export interface Waiting {
  readonly admission: Admission;
  /** When it would rather be refused than wait on, by the clock of who waits. */
  readonly givesUpAt: number;
  /** Whether it is being found out if it may go. */
  isAsked: boolean;
  /** Whether it has left the line. */
  readonly isOver: boolean;
  admit(permit: Permit): void;
  refuse(error: Error): void;
}

/** The requests of one process that wait: by priority, each in the order of its coming. */
export class WaitingLine {
  #waiting: readonly Waiting[] = [];

  /** `onGivenUp` is called when one has left because its signal aborted. */
  constructor(private readonly onGivenUp: () => void) {}

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Those for which nobody is asking now, the first one first. */
  idle(): readonly Waiting[] {
    return this.#waiting.filter(({ isAsked }) => !isAsked);
  }

  refuseAll(error: Error): void {
    for (const waiting of this.#waiting) waiting.refuse(error);
  }

  /** Resolves when the request is let go; rejects when it is refused, and with the signal's reason when that aborts. */
  join(admission: Admission, now: number): Promise<Permit> {
    const { signal, patienceMs = Infinity } = admission;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      let isOver = false;
      const leave = () => {
        isOver = true;
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        signal?.removeEventListener('abort', giveUp);
      };
      const giveUp = () => {
        waiting.refuse(signal?.reason as Error);
        this.onGivenUp();
      };
      const waiting: Waiting = {
        admission,
        givesUpAt: now + patienceMs,
        isAsked: false,
        get isOver() {
          return isOver;
        },
        admit(permit) {
          leave();
          resolve(permit);
        },
        refuse(error) {
          leave();
          reject(error);
        },
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting = [...this.#waiting, waiting].sort((a, b) =>
        comparePriority(a.admission.priority, b.admission.priority),
      );
    });
  }
}
