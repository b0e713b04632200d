import type { Revision } from '../../../../services/deploys/src/build-snapshot/domain/build-snapshot.js';
import type { BuildkiteControl } from '../../../standins/buildkite/testing/index.js';
import type { Data } from '../../setting/data.js';
import { differences, lastRevisions } from '../../setting/differences.js';

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
  const last = lastRevisions(await data.revisions());
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

async function faultsOfRevision(revision: Revision, buildkite: BuildkiteControl): Promise<string[]> {
  const { deploy, content } = revision;
  const truths = await buildkite.truthsAt({ at: deploy.deployedAt, commit: deploy.sha });
  const states = new Map(truths.flatMap(({ id, state }) => (state === null ? [] : [[id, state] as const])));
  return [
    ...(content.complete ? [] : [`The snapshot of deploy ${deploy.id} is not complete.`]),
    ...differences(revision, states).map(({ sentence }) => sentence),
  ];
}
