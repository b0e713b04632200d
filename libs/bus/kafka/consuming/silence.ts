/** Tells when a consumer that should be busy has not been heard of for long. */
export class Silence {
  readonly #timer: NodeJS.Timeout;
  #heard: number;

  /** @param onSilence called once, when nothing was heard for `mostMs` */
  constructor(
    mostMs: number,
    onSilence: () => void,
    private readonly now: () => number = Date.now,
  ) {
    this.#heard = now();
    this.#timer = setInterval(() => {
      if (this.now() - this.#heard < mostMs) return;
      this.end();
      onSilence();
    }, mostMs / 4);
    this.#timer.unref();
  }

  heard(): void {
    this.#heard = this.now();
  }

  end(): void {
    clearInterval(this.#timer);
  }
}
