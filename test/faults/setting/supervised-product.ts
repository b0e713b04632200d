import { eventually } from '../../e2e/setting/eventually.js';
import type { Product } from '../../e2e/setting/product.js';

/** A product that is started again whenever it was killed, each time with the next stage to be killed at. */
export class SupervisedProduct {
  /** Stages at which it was killed, in order. */
  readonly killedAt: string[] = [];
  #planned: string | undefined;
  #restarting: Promise<void> | undefined;

  constructor(
    readonly product: Product,
    /** Stages still to come. */
    private readonly stages: string[],
  ) {}

  /** The stage that the running process will be killed at, if it gets there. */
  get planned(): string | undefined {
    return this.#planned;
  }

  /** How many stages the process has not been killed at yet. */
  get remaining(): number {
    return this.stages.length + (this.#planned === undefined ? 0 : 1);
  }

  /** Ends the process that runs now, and starts the one that will be killed first; resolves when it takes requests. */
  async begin(): Promise<void> {
    await this.product.program.stop();
    this.launchNext();
    await this.started();
  }

  /** Gives up on the stage that the process waits for; it runs on. @returns that stage */
  skipPlanned(): string | undefined {
    const skipped = this.#planned;
    this.#planned = undefined;
    return skipped;
  }

  /** Resolves when the process runs; starts it anew if it was killed. */
  async alive(): Promise<void> {
    if (!this.product.program.hasEnded && this.#restarting === undefined) return;
    this.#restarting ??= this.started().finally(() => (this.#restarting = undefined));
    await this.#restarting;
  }

  /** Stops it for good, in order. */
  async end(): Promise<void> {
    await this.alive();
    await this.product.program.stop();
  }

  private launchNext(): void {
    this.#planned = this.stages.shift();
    this.product.launch(this.#planned === undefined ? {} : { KILL_AT: this.#planned });
  }

  /** Starts it until it is ready: it may be killed on the way. */
  private async started(): Promise<void> {
    for (;;) {
      const { program } = this.product;
      if (program.hasEnded) this.noteDeath();
      await eventually(async () => {
        if (this.product.program.hasEnded) return;
        const { status } = await fetch(`${this.product.management}/health/ready`);
        if (status !== 200) throw new Error(`Not ready: ${status}`);
      }, 60_000);
      if (!this.product.program.hasEnded) return;
    }
  }

  private noteDeath(): void {
    const { program } = this.product;
    if (program.end !== 'SIGKILL' || this.#planned === undefined) {
      throw new Error(`It ended by itself (${program.end}):\n${program.output.slice(-4_000)}`);
    }
    this.killedAt.push(this.#planned);
    this.launchNext();
  }
}
