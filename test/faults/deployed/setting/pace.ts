import { setTimeout as pause } from 'node:timers/promises';

const againMs = 200;

/** Keeps kills and facts in step, so that facts flow for as long as the kills last: neither runs ahead of the other. */
export class Pace {
  #kills = 0;

  /** @param factCount how many facts have flowed */
  constructor(
    private readonly all: { readonly kills: number; readonly facts: number },
    private readonly factCount: () => Promise<number>,
  ) {}

  get kills(): number {
    return this.#kills;
  }

  /** Kills, once as much has flowed as is due by then. */
  async kill(killing: () => Promise<void>): Promise<void> {
    while ((await this.factCount()) < this.dueAfter(this.#kills)) await pause(againMs);
    await killing();
    this.#kills += 1;
  }

  /** Resolves when more may flow: at once, or after the next kill. */
  async mayFlow(): Promise<void> {
    while (this.#kills < this.all.kills && (await this.factCount()) >= this.dueAfter(this.#kills + 1))
      await pause(againMs);
  }

  /** Whether all facts have flowed. */
  async isEnough(): Promise<boolean> {
    return (await this.factCount()) >= this.all.facts;
  }

  private dueAfter(kills: number): number {
    return (kills / this.all.kills) * this.all.facts;
  }
}
