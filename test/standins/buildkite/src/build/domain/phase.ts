import type { BuildRecord } from './build-record.js';

/** What of a build changes with time, as it is at one instant. All times are epoch milliseconds. */
export interface BuildPhase {
  /** As REST shows it: never `blocked` (Buildkite docs: REST API › Builds › Build data model). */
  readonly state: string;
  readonly blocked: boolean;
  readonly blockedState: string;
  readonly cancelReason: string | null;
  readonly commit: string;
  readonly metaData: Readonly<Record<string, string>>;
  readonly scheduledAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly failingAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly deleted: boolean;
}

/** A build at the instant of its creation, before the first step of its script. */
export function firstPhase(build: BuildRecord): BuildPhase {
  return {
    state: 'creating',
    blocked: false,
    blockedState: '',
    cancelReason: null,
    commit: build.commit,
    metaData: build.metaData,
    scheduledAtMs: null,
    startedAtMs: null,
    failingAtMs: null,
    finishedAtMs: null,
    deleted: false,
  };
}

/** The state as Buildkite's filters, GraphQL and web pages name it: `blocked` wins over `state`. */
export function effectiveState(phase: BuildPhase): string {
  return phase.blocked ? 'blocked' : phase.state;
}
