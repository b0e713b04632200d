import type { BuildRecord } from './domain/build-record.js';
import type { ScriptStep } from './domain/change.js';
import { phaseSpanAt, type PhaseSpan } from './domain/phase-at.js';
import type { BuildPhase } from './domain/phase.js';

/** A build that remembers the phase it is in, so that a list of thousands need not tell every script from the start. */
export class TrackedBuild {
  private span: PhaseSpan | undefined;

  constructor(private told: BuildRecord) {}

  get record(): BuildRecord {
    return this.told;
  }

  /** Lets more happen to the build; the steps must not lie before its last one. */
  extend(steps: readonly ScriptStep[]): void {
    this.told = { ...this.told, script: [...this.told.script, ...steps].sort((a, b) => a.atMs - b.atMs) };
    this.span = undefined;
  }

  /** Its phase at an instant (epoch milliseconds); undefined when it is not there then. */
  phaseAt(atMs: number): BuildPhase | undefined {
    if (this.span === undefined || atMs < this.span.fromMs || atMs >= this.span.untilMs) {
      this.span = phaseSpanAt(this.told, atMs);
    }
    return this.span.phase;
  }

  /** Every commit that the build shows in `commit` at some time. */
  commits(): readonly string[] {
    const resolved = this.told.script.flatMap((step) =>
      step.change === 'commit-resolved' ? [step.commit] : [],
    );
    return [...new Set([this.told.commit, ...resolved])];
  }
}

/** Orders builds by creation; of the same millisecond, by being added. */
export function byCreation(a: TrackedBuild, b: TrackedBuild): number {
  return a.record.createdAtMs - b.record.createdAtMs || a.record.sequence - b.record.sequence;
}
