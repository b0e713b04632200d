import { ManualClock, RecordingLog } from '#libs/platform/testing';
import { newBudget } from '../governor/budget/budget.js';
import { SharedGovernor } from '../governor/shared-governor.js';
import { MemoryBudgets } from './memory-budgets.js';

/** Lets everything happen that waits for nothing but its turn. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
}

/** Processes on one clock that share the documents in which they count. */
export class PlayedProcesses {
  readonly clock = new ManualClock();
  readonly machine = new ManualClock();
  readonly documents = new MemoryBudgets();

  /** A process and what ends it: nothing of it goes on, and nothing that it had under way is settled. */
  start(latency: () => Promise<void> = async () => undefined) {
    const own = new MemoryBudgets(this.documents.stored);
    own.before = latency;
    const { clock, machine } = this;
    const parts = { documents: own, clock, machine, log: new RecordingLog() };
    const governor = new SharedGovernor({ ...parts, random: () => 0.5 });
    return { governor, kill: () => (own.before = () => new Promise<void>(() => undefined)) };
  }

  /** Buildkite has shown a limit. */
  limit(id: string, limit: number): void {
    const shown = { id, revision: 1, budget: newBudget(limit), sameAs: null, idleFrom: 0 };
    this.documents.stored.set(id, shown);
  }

  async pass(ms: number): Promise<void> {
    await quiet();
    await this.clock.advance(ms);
    await quiet();
  }

  /** So many seconds of the machine's time. */
  async wait(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      await quiet();
      await this.machine.advance(1_000);
    }
    await quiet();
  }
}
