/** Lets work of one name be done one after the other, in the order in which it comes; work of other names goes on. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** How many names have work in hand. */
  get size(): number {
    return this.#last.size;
  }

  /** Does the work when that which came before is done, well or not; resolves or rejects as it does. */
  async take<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.#last.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(name) === turn) this.#last.delete(name);
    }
  }
}
