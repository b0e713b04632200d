import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../../e2e/setting/eventually.js';
import type { Instance } from '../../../e2e/setting/instance.js';
import type { Product } from '../../../e2e/setting/product.js';

/** Starts each process of a product again whenever it has ended, as whatever runs it in earnest does. */
export class Supervisor {
  /** Exit codes and signals of the processes that ended without being killed here. */
  readonly endedByThemselves: string[] = [];
  readonly #killed = new Set<Instance>();
  readonly #heldBack = new Set<Instance>();
  readonly #stopped = new AbortController();
  readonly #watching: Promise<void>;

  constructor(private readonly product: Product) {
    this.#watching = this.watch();
  }

  /** Kills one process on the spot and keeps it away until the work is done. */
  async killDuring<Result>(instance: Instance, work: () => Promise<Result>): Promise<Result> {
    this.#heldBack.add(instance);
    try {
      await this.kill(instance);
      return await work();
    } finally {
      this.#heldBack.delete(instance);
    }
  }

  /** Kills one process on the spot; it comes back by itself. */
  async kill(instance: Instance): Promise<void> {
    this.#killed.add(instance);
    await instance.stop('SIGKILL');
  }

  /** Resolves when all processes take requests, also those that ended by themselves on the way. */
  async allReady(): Promise<void> {
    for (const { management } of this.product.instances) {
      await eventually(async () => {
        const { status } = await fetch(`${management}/health/ready`);
        if (status !== 200) throw new Error(`Not ready: ${status}`);
      }, 60_000);
    }
  }

  /** Leaves the processes to themselves. */
  async end(): Promise<void> {
    this.#stopped.abort();
    await this.#watching;
  }

  private async watch(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const ended = this.product.instances.filter(({ program }) => program.hasEnded);
      for (const instance of ended.filter((one) => !this.#heldBack.has(one))) {
        if (!this.#killed.delete(instance))
          this.endedByThemselves.push(`${instance.serves.join()}: ${instance.program.end}`);
        instance.launch();
      }
      await pause(100);
    }
  }
}
