/** Tells those who wait that something has been committed. Nobody polls; who does not wait costs nothing. */
export class WakeUp {
  readonly #sleepers = new Set<() => void>();

  /** Wakes all who wait now. */
  ring(): void {
    const sleepers = [...this.#sleepers];
    sleepers.forEach((wake) => wake());
  }

  /** Resolves at the next ring, or at once or later when the signal aborts. */
  wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      if (signal.aborted) {
        resolve();
        return;
      }
      signal.addEventListener('abort', wake);
      this.#sleepers.add(wake);
    });
  }
}
