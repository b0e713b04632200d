import type { BuildSpec, Fault, FaultMatch } from '../../../standins/buildkite/testing/index.js';
import type { WebhookConduct } from '../../../standins/buildkite/testing/index.js';

/** A repository of the world; those with a code deployment are deployed here. */
export interface PlannedRepository {
  readonly name: string;
  /** As a pipeline or a code deployment may spell it. */
  readonly spellings: readonly [string, ...string[]];
  readonly isDeployed: boolean;
  /** Whether its code deployment has a build server of its own, not the project's default. */
  readonly hasOwnBuildServer: boolean;
}

export interface PlannedPipeline {
  readonly id: string;
  /** Its slug to begin with. */
  readonly slug: string;
  /** Name of its repository. */
  readonly repository: string;
  readonly url: string;
  /** When it is deleted, milliseconds since the epoch; null when it stays. */
  readonly removedAtMs: number | null;
}

/** A build and all that happens to it. All instants are ISO 8601. */
export interface PlannedBuild {
  readonly pipeline: string;
  readonly repository: string;
  /** What the script makes of it, e.g. `retried`. */
  readonly kind: string;
  /** The commit that it turns out to be of in the end; null when that never shows. */
  readonly sha: string | null;
  readonly spec: Omit<BuildSpec, 'pipeline' | 'organization'> & {
    readonly id: string;
    readonly createdAt: string;
  };
}

/** A deploy that somebody registers. */
export interface PlannedDeploy {
  readonly kind: string;
  readonly repository: string;
  readonly environment: string;
  readonly sha: string;
  /** T, ISO 8601; undefined: when it is registered. */
  readonly deployedAt: string | undefined;
}

/** Something that happens at an instant, milliseconds since the epoch. */
export type Entry = { readonly atMs: number } & (
  | { readonly what: 'build'; readonly build: PlannedBuild }
  | { readonly what: 'deploy'; readonly deploy: PlannedDeploy }
  | { readonly what: 'rename'; readonly pipeline: string; readonly slug: string }
  | { readonly what: 'remove'; readonly pipeline: string }
  | { readonly what: 'fault'; readonly fault: Fault; readonly match: FaultMatch; readonly times: number }
  | { readonly what: 'webhooks'; readonly conduct: WebhookConduct }
  /** SIGKILL, so many milliseconds of the machine after the clock got there; it starts again by itself. */
  | { readonly what: 'kill'; readonly afterMs: number }
  /** Time does not go on until the product takes requests again. */
  | { readonly what: 'await' }
  /** The clock is turned to here; with `hurried` nobody waits for what that has begun. */
  | { readonly what: 'turn'; readonly hurried: boolean }
);

/** Everything that will happen in a run; a pure function of the seed. */
export interface Plan {
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly startMs: number;
  readonly endMs: number;
  readonly repositories: readonly PlannedRepository[];
  readonly pipelines: readonly PlannedPipeline[];
  /** In the order of their instants. */
  readonly entries: readonly Entry[];
}

/** The builds of a plan, in the order of their creation. */
export function buildsOf({ entries }: Plan): readonly PlannedBuild[] {
  return entries.flatMap((entry) => (entry.what === 'build' ? [entry.build] : []));
}

/** RFC 3339, UTC. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

export const secondMs = 1_000;
export const minuteMs = 60_000;
