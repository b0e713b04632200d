/**
 * One stay in the group, from one sharing of the partitions to the next. Kafka calls it a generation, and refuses
 * progress that a member reports for an earlier one.
 */
export class Term {
  readonly #controller = new AbortController();
  #over = false;

  /** Aborts as soon as the partitions are, or may be, somebody else's, or the consumer stops. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether progress made in this term no longer counts. */
  get over(): boolean {
    return this.#over;
  }

  /** What is in hand should come to its end; its progress still counts. */
  close(reason: string): void {
    this.#controller.abort(new Error(reason));
  }

  /** What is in hand is no longer this member's. */
  end(reason: string): void {
    this.close(reason);
    this.#over = true;
  }
}
