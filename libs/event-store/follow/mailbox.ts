import { setImmediate as turnOfTheEventLoop } from 'node:timers/promises';

/** Why nothing more comes. */
export type Ending =
  | { readonly kind: 'ended' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Items on their way from one who receives them to one who takes them in batches. Holds up the receiver when full. */
export class Mailbox<Item> {
  readonly #capacity: number;
  #items: Item[] = [];
  #ending: Ending | undefined;
  #received = 0;
  #wakeTaker: (() => void) | undefined;
  #wakeReceiver: (() => void) | undefined;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** How many items have come so far. */
  get received(): number {
    return this.#received;
  }

  /** Whether the taker is waiting for an item. */
  get isAwaited(): boolean {
    return this.#wakeTaker !== undefined;
  }

  /** Resolves when the next item may come. @returns false when no more are wanted */
  async put(item: Item): Promise<boolean> {
    this.#received += 1;
    this.#items.push(item);
    this.#wakeTaker?.();
    if (this.#items.length >= this.#capacity && this.#ending === undefined) {
      await new Promise<void>((resolve) => (this.#wakeReceiver = resolve));
    }
    return this.#ending === undefined;
  }

  /** Says that nothing more comes. What is there can still be taken. Only the first ending counts. */
  end(ending: Ending): void {
    this.#ending ??= ending;
    this.#wakeTaker?.();
    this.#wakeReceiver?.();
  }

  /**
   * What is there, at most `max` items in order; waits for the first and for what comes along with it. Behind the last
   * item: why nothing more comes.
   */
  async take(max: number): Promise<readonly Item[] | Ending> {
    if (this.#items.length === 0 && this.#ending === undefined) {
      await new Promise<void>((resolve) => (this.#wakeTaker = resolve));
      this.#wakeTaker = undefined;
      await turnOfTheEventLoop();
    }
    if (this.#items.length === 0 && this.#ending !== undefined) {
      return this.#ending;
    }
    const taken = this.#items.slice(0, max);
    this.#items = this.#items.slice(max);
    this.#wakeReceiver?.();
    return taken;
  }
}
