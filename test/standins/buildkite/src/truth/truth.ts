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
