import type { BuildRecord } from './build-record.js';
import { phaseAfter } from './phase-after.js';
import { firstPhase, type BuildPhase } from './phase.js';

/** A phase and the instants (epoch milliseconds) between which it holds: `fromMs` ≤ t < `untilMs`. */
export interface PhaseSpan {
  /** Undefined before the creation and after the deletion. */
  readonly phase: BuildPhase | undefined;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The phase of a build at an instant and how long it holds: a pure function of the script and the instant. */
export function phaseSpanAt(build: BuildRecord, atMs: number): PhaseSpan {
  if (atMs < build.createdAtMs) return { phase: undefined, fromMs: -Infinity, untilMs: build.createdAtMs };
  let phase = firstPhase(build);
  let fromMs = build.createdAtMs;
  for (const step of build.script) {
    if (step.atMs > atMs) return { phase: phase.deleted ? undefined : phase, fromMs, untilMs: step.atMs };
    phase = phaseAfter(phase, step);
    fromMs = step.atMs;
  }
  return { phase: phase.deleted ? undefined : phase, fromMs, untilMs: Infinity };
}

/** The phase of a build at an instant (epoch milliseconds); undefined before its creation and after its deletion. */
export function phaseAt(build: BuildRecord, atMs: number): BuildPhase | undefined {
  return phaseSpanAt(build, atMs).phase;
}
