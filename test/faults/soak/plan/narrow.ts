import { minuteMs, type Entry, type Plan, type PlannedBuild } from './plan.js';

/** What of a plan is played; what is not said leaves all of it. */
export interface Narrowing {
  /** Only the builds and deploys of this commit, or the build of this id with those of its commit. */
  readonly only?: string;
  /** Nothing more happens from this minute on. */
  readonly until?: number;
  /** Nothing is killed, spoiled or lost. */
  readonly calm?: boolean;
}

const trouble: readonly Entry['what'][] = ['kill', 'await', 'fault', 'webhooks'];

/** The plan without what the narrowing leaves out. */
export function narrow(plan: Plan, { only, until, calm = false }: Narrowing): Plan {
  const endMs = until === undefined ? plan.endMs : Math.min(plan.endMs, plan.startMs + until * minuteMs);
  const shas = shasNamed(plan, only);
  const concerns = (entry: Entry): boolean => {
    if (calm && trouble.includes(entry.what)) return false;
    if (entry.what === 'build') return isNamed(entry.build, only, shas);
    return entry.what !== 'deploy' || only === undefined || shas.has(entry.deploy.sha);
  };
  return {
    ...plan,
    endMs,
    pipelines: plan.pipelines.map((pipeline) =>
      pipeline.removedAtMs !== null && pipeline.removedAtMs > endMs
        ? { ...pipeline, removedAtMs: null }
        : pipeline,
    ),
    entries: plan.entries
      .filter((entry) => entry.atMs <= endMs && concerns(entry))
      .map((entry) => (entry.what === 'build' ? { ...entry, build: endedBy(entry.build, endMs) } : entry)),
  };
}

function shasNamed(plan: Plan, only: string | undefined): ReadonlySet<string> {
  const shas = plan.entries.flatMap((entry) => {
    if (entry.what !== 'build') return [];
    const { sha, spec } = entry.build;
    return spec.id === only && sha !== null ? [sha] : [];
  });
  return new Set([...shas, ...(only === undefined ? [] : [only])]);
}

function isNamed({ sha, spec }: PlannedBuild, only: string | undefined, shas: ReadonlySet<string>): boolean {
  return only === undefined || spec.id === only || (sha !== null && shas.has(sha));
}

/** The build without what happens to it afterwards; a commit that has not resolved by then never does. */
function endedBy(build: PlannedBuild, endMs: number): PlannedBuild {
  const script = (build.spec.script ?? []).filter(({ at }) => Date.parse(at) < endMs);
  const isHead = build.spec.commit !== build.sha;
  const resolves = script.some(({ change }) => change === 'commit-resolved');
  return { ...build, sha: isHead && !resolves ? null : build.sha, spec: { ...build.spec, script } };
}
