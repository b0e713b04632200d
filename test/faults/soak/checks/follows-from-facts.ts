import type { DeployRegistered } from '../../../../services/deploys/src/deploy/domain/events.js';
import { contentFaults, registeredDeploys, revisionFaults } from '../../setting/snapshot-faults.js';
import { lastRevisions } from '../../setting/differences.js';
import type { Fault } from './fault.js';
import type { Left } from './left.js';

type Stored = Pick<Left, 'stored' | 'published' | 'revisions'>;

/** Snapshots that are not what the rule makes of the facts on the logs. */
export function notFollowing({ stored, published }: Stored): readonly Fault[] {
  const contents = registeredDeploys(stored).flatMap((event) => {
    const { deploy, sha, deployedAt } = event.data as unknown as DeployRegistered['data'];
    return contentFaults(event, stored, published).map((what) => ({
      what,
      deploy,
      sha,
      atMs: Date.parse(deployedAt),
    }));
  });
  return [...revisionFaults([...stored]).map((what) => ({ what })), ...contents];
}

/** Deploys without a snapshot, or with one that is not complete though everything answers again. */
export function notTaken({ stored, revisions }: Stored): readonly Fault[] {
  const last = lastRevisions(revisions);
  return registeredDeploys(stored).flatMap((event) => {
    const { deploy, sha, deployedAt } = event.data as unknown as DeployRegistered['data'];
    const fault = (what: string) => [{ what, deploy, sha, atMs: Date.parse(deployedAt) }];
    const revision = last.get(deploy);
    if (revision === undefined) return fault(`Deploy ${deploy} has no snapshot.`);
    return revision.content.complete ? [] : fault(`The snapshot of deploy ${deploy} is not complete.`);
  });
}
