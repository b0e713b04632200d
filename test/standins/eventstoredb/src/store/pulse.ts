/** Lets many wait for the next beat. */
export class Pulse {
  private waiting: (() => void)[] = [];

  beat(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const wake of waiting) wake();
  }

  /** Resolves at the next beat. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
    });
  }
}
