import { appendFileSync } from 'node:fs';
import type { KillAt } from './kill-at.js';

/** Is told of every stage that is reached, and does there what KILL_AT asks for. */
export class StageWatch {
  readonly #reached = new Map<string, number>();

  /** @param kill ends the process at once; nothing of it runs on */
  constructor(
    private readonly killAt: KillAt,
    private readonly kill: () => void,
  ) {}

  /** The names of the stages reached so far, in the order of their first time. */
  get names(): readonly string[] {
    return [...this.#reached.keys()];
  }

  reach(stage: string): void {
    const times = (this.#reached.get(stage) ?? 0) + 1;
    this.#reached.set(stage, times);
    switch (this.killAt.kind) {
      case 'kill':
        if (stage === this.killAt.stage && times === this.killAt.times) this.kill();
        return;
      case 'record':
        if (times === 1) appendFileSync(this.killAt.file, `${stage}\n`);
        return;
    }
  }

  /** Does the work between the stages `<stage> before` and `<stage> after`; the latter is not reached when it fails. */
  async around<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
    this.reach(`${stage} before`);
    const result = await work();
    this.reach(`${stage} after`);
    return result;
  }
}
