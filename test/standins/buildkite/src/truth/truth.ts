import type { BuildRecord } from '../build/domain/build-record.js';
import { phaseAt } from '../build/domain/phase-at.js';
import { effectiveState } from '../build/domain/phase.js';
import { iso } from '../instant/instant.js';

/** What a build's script says of one instant, whether or not anybody looked. All times are RFC 3339 in UTC. */
export interface BuildTruth {
  readonly id: string;
  readonly number: number;
  readonly organization: string;
  readonly pipelineId: string;
  /** The instant that was asked for. */
  readonly at: string;
  readonly createdAt: string;
  /** `blocked` wins over the raw state; null before the creation and after the deletion. */
  readonly state: string | null;
  readonly blocked: boolean;
  readonly commit: string | null;
  readonly startedAt: string | null;
  readonly failingAt: string | null;
  readonly finishedAt: string | null;
}

/** The truth about a build at an instant (epoch milliseconds): a pure function of its script. */
export function truthAt(build: BuildRecord, atMs: number): BuildTruth {
  const phase = phaseAt(build, atMs);
  return {
    id: build.id,
    number: build.number,
    organization: build.organization,
    pipelineId: build.pipelineId,
    at: iso(atMs),
    createdAt: iso(build.createdAtMs),
    state: phase === undefined ? null : effectiveState(phase),
    blocked: phase?.blocked ?? false,
    commit: phase?.commit ?? null,
    startedAt: iso(phase?.startedAtMs ?? null),
    failingAt: iso(phase?.failingAtMs ?? null),
    finishedAt: iso(phase?.finishedAtMs ?? null),
  };
}

/** From that instant (RFC 3339, UTC) on a build shows that state; null: it is deleted. */
export interface TruthChange {
  readonly at: string;
  readonly state: string | null;
}

/**
 * Every change of the state that a build shows, from its creation on, in order. Of several changes in one millisecond
 * only the last one shows; a step that leaves the state as it is changes nothing.
 */
export function truthChanges(build: BuildRecord): readonly TruthChange[] {
  const instants = [...new Set([build.createdAtMs, ...build.script.map(({ atMs }) => atMs)])];
  const states = instants.map((atMs): TruthChange => {
    const { at, state } = truthAt(build, atMs);
    return { at, state };
  });
  return states.filter(({ state }, index) => index === 0 || state !== states[index - 1]?.state);
}
