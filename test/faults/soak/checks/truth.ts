import { planBuild, truthAt, type BuildRecord } from '../../../standins/buildkite/testing/index.js';
import { buildkiteOrganization } from '../plan/plan-of.js';
import { buildsOf, type Plan, type PlannedBuild } from '../plan/plan.js';

/** A change of a build that its script tells. */
export interface TrueChange {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly change: string;
  /** What it shows from then on; `blocked` wins. */
  readonly state: string;
}

/** Changes that leave the state as it is. */
const silent: readonly string[] = ['commit-resolved', 'meta-data-set'];

/** What really happened: the builds of a plan as the stand-in's own rules tell their scripts. */
export class Truth {
  readonly #records = new Map<string, BuildRecord>();
  readonly #removedAtMs = new Map<string, number>();

  constructor(private readonly plan: Plan) {
    for (const build of buildsOf(plan)) this.#records.set(build.spec.id, recordOf(build));
    for (const { id, removedAtMs } of plan.pipelines)
      if (removedAtMs !== null) this.#removedAtMs.set(id, removedAtMs);
  }

  /** The state at an instant, whether or not the pipeline is still there; null before the creation. */
  stateAt(build: string, atMs: number): string | null {
    return truthAt(this.record(build), atMs).state;
  }

  /** When it finished last by that instant, RFC 3339; null while it has not. */
  finishedAt(build: string, atMs: number): string | null {
    return truthAt(this.record(build), atMs).finishedAt;
  }

  /** Everything that changed what it shows of its state, its creation first. */
  changes(build: string): readonly TrueChange[] {
    const record = this.record(build);
    const state = (atMs: number) => truthAt(record, atMs).state ?? '';
    return [
      { atMs: record.createdAtMs, change: 'created', state: state(record.createdAtMs) },
      ...record.script
        .filter(({ change }) => !silent.includes(change))
        .map(({ atMs, change }) => ({ atMs, change, state: state(atMs) })),
    ];
  }

  /** How often it changed after `fromMs` up to `toMs`. */
  changesBetween(build: string, fromMs: number, toMs: number): number {
    return this.changes(build).filter(({ atMs }) => atMs > fromMs && atMs <= toMs).length;
  }

  /** When its pipeline is deleted; Infinity when it stays. */
  removedAtMs({ pipeline }: PlannedBuild): number {
    return this.#removedAtMs.get(pipeline) ?? Infinity;
  }

  /** The builds of a repository that turn out to be of that commit and were created by then. */
  builds(repository: string, sha: string, byMs: number): readonly PlannedBuild[] {
    return buildsOf(this.plan).filter(
      (build) =>
        build.repository === repository && build.sha === sha && Date.parse(build.spec.createdAt) <= byMs,
    );
  }

  private record(build: string): BuildRecord {
    const record = this.#records.get(build);
    if (record === undefined) throw new Error(`The plan has no build ${build}.`);
    return record;
  }
}

function recordOf({ pipeline, spec }: PlannedBuild): BuildRecord {
  return planBuild(
    { ...spec, pipeline },
    {
      id: spec.id,
      number: 1,
      organization: buildkiteOrganization,
      pipelineId: pipeline,
      sequence: 1,
      createdAtMs: Date.parse(spec.createdAt),
    },
  );
}
