import type { LogWrite } from '../log/domain/log-line.js';
import type { LogStorage } from '../log/log-file.js';

/** What one request decided: what is to be written, and its answer once that is kept. */
export interface Decision<Outcome> {
  readonly writes: readonly LogWrite[];
  readonly outcome: Outcome;
}

interface Waiting {
  readonly decide: () => readonly LogWrite[];
  readonly kept: () => void;
  readonly lost: (reason: unknown) => void;
}

/**
 * Decides requests one after the other, keeps the writes of all that wait at the same time together, and answers when
 * they are kept. Once keeping fails nothing is accepted any more: what the index says may not be on the disk.
 */
export class WriteQueue {
  private waiting: Waiting[] = [];
  private running: Promise<void> | undefined;
  private failure: { readonly reason: unknown } | undefined;

  constructor(
    private readonly storage: LogStorage,
    /** Called when a group of writes is kept, before its requests are answered. */
    private readonly onKept: () => void,
  ) {}

  /** Resolves with the outcome when the writes are kept; rejects when they could not be, or when deciding throws. */
  run<Outcome>(decide: () => Decision<Outcome>): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      let outcome: Outcome;
      this.waiting.push({
        decide: () => {
          const decision = decide();
          outcome = decision.outcome;
          return decision.writes;
        },
        kept: () => resolve(outcome),
        lost: reject,
      });
      this.running ??= this.work().finally(() => (this.running = undefined));
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.running;
  }

  private async work(): Promise<void> {
    await Promise.resolve();
    while (this.waiting.length > 0) await this.workGroup(this.waiting.splice(0));
  }

  private async workGroup(group: readonly Waiting[]): Promise<void> {
    const decided: Waiting[] = [];
    const writes: LogWrite[] = [];
    for (const one of group) {
      try {
        if (this.failure !== undefined) throw this.failure.reason;
        writes.push(...one.decide());
        decided.push(one);
      } catch (error) {
        one.lost(error);
      }
    }
    if (decided.length === 0) return;
    try {
      if (writes.length > 0) await this.storage.keep(writes);
    } catch (reason) {
      this.failure = { reason };
      for (const { lost } of decided) lost(reason);
      return;
    }
    this.onKept();
    for (const { kept } of decided) kept();
  }
}
