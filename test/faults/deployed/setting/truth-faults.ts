import type { RecordedEvent } from '#libs/event-store';
import type { Revision } from '../../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';
import type { BuildkiteControl } from '../../../standins/buildkite/testing/index.js';
import type { Data } from '../../setting/data.js';

/** Certainties that promise the state. */
const promising = new Set(['observed', 'derived']);

/**
 * What the last revision of each deploy says against what Buildkite's scripts say of that moment, one sentence for each
 * difference: every deploy has a complete snapshot with just the builds that there were, in the states that they had.
 * @param deploys ids of the deploys that were acknowledged
 */
export async function truthFaults(
  data: Data,
  buildkite: BuildkiteControl,
  deploys: readonly string[],
): Promise<string[]> {
  const last = lastRevisions(await data.storedEvents());
  const faults = await Promise.all(
    deploys.map(async (deploy) => {
      const revision = last.get(deploy);
      return revision === undefined
        ? [`Deploy ${deploy} has no snapshot.`]
        : faultsOfRevision(revision, buildkite);
    }),
  );
  return faults.flat();
}

function lastRevisions(stored: readonly RecordedEvent[]): ReadonlyMap<string, Revision> {
  const revisions = stored
    .filter(({ stream }) => stream.startsWith('buildSnapshot-'))
    .map(({ data }) => data as unknown as Revision);
  return new Map(revisions.map((revision) => [revision.deploy.id, revision]));
}

async function faultsOfRevision(
  { deploy, content }: Revision,
  buildkite: BuildkiteControl,
): Promise<string[]> {
  const truths = await buildkite.truthsAt({ at: deploy.deployedAt, commit: deploy.sha });
  const states = new Map(truths.flatMap(({ id, state }) => (state === null ? [] : [[id, state] as const])));
  const told = new Set(content.builds.map(({ id }) => id));
  const missing = [...states.keys()].filter((id) => !told.has(id));
  const wrong = content.builds.filter(
    ({ id, state, certainty }) => !states.has(id) || (promising.has(certainty) && state !== states.get(id)),
  );
  return [
    ...(content.complete ? [] : [`The snapshot of deploy ${deploy.id} is not complete.`]),
    ...missing.map((id) => `The snapshot of deploy ${deploy.id} lacks build ${id}.`),
    ...wrong.map(
      ({ id, state, certainty }) =>
        `Deploy ${deploy.id}: build ${id} was ${states.get(id) ?? 'not there'}, not ${state} (${certainty}).`,
    ),
  ];
}
