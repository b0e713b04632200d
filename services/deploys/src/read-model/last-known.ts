/** Texts, as many of them as it is made for: those that were added last. Asking does not make one newer. */
export class LastKnown {
  readonly #texts = new Set<string>();

  /** @param most how many are known at a time */
  constructor(private readonly most: number) {}

  has(text: string): boolean {
    return this.#texts.has(text);
  }

  add(text: string): void {
    this.#texts.delete(text);
    this.#texts.add(text);
    if (this.#texts.size <= this.most) return;
    const [oldest] = this.#texts;
    this.#texts.delete(oldest ?? text);
  }
}
