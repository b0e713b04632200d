import type { Revision } from '../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';

/** Certainties that promise the state. */
const promising: readonly string[] = ['observed', 'derived'];

/** Something that a snapshot says otherwise than Buildkite's scripts do. */
export interface Difference {
  readonly build: string;
  readonly state: string | null;
  readonly certainty: string | null;
  readonly sentence: string;
}

/**
 * What a revision says against what the scripts say of its T: builds that it lacks, builds that were not there, and
 * states that it promises and that were others.
 * @param truths the state at T, by id, of each build of its SHA that was there
 */
export function differences(
  { deploy, content }: Pick<Revision, 'deploy' | 'content'>,
  truths: ReadonlyMap<string, string>,
): readonly Difference[] {
  const told = new Set(content.builds.map(({ id }) => id));
  const missing = [...truths.keys()].filter((id) => !told.has(id));
  const wrong = content.builds.filter(
    ({ id, state, certainty }) =>
      !truths.has(id) || (promising.includes(certainty) && state !== truths.get(id)),
  );
  return [
    ...missing.map((build) => ({
      build,
      state: null,
      certainty: null,
      sentence: `The snapshot of deploy ${deploy.id} lacks build ${build}.`,
    })),
    ...wrong.map(({ id: build, state, certainty }) => ({
      build,
      state,
      certainty,
      sentence: `Deploy ${deploy.id}: build ${build} was ${truths.get(build) ?? 'not there'}, not ${state} (${certainty}).`,
    })),
  ];
}

/** The newest revision of each deploy's snapshot, by the deploy's id. */
export function lastRevisions(revisions: readonly Revision[]): ReadonlyMap<string, Revision> {
  return new Map(revisions.map((revision) => [revision.deploy.id, revision]));
}
