import { Refused, type Decider } from '#libs/event-store';
import type { Deletion, DeployDetails, DeployEvent } from './events.js';
import { deploysOf, noDeploys, withDeploy, withoutDeploy, type DeployHistory } from './history.js';

/** How far T may lie ahead of our clock, in milliseconds. */
const mostAhead = 5 * 60_000;

export type DeployCommand =
  | {
      readonly type: 'RegisterDeploy';
      /** `at`: now, RFC 3339, UTC. */
      readonly data: DeployDetails & { readonly ignoreIfDuplicate: boolean; readonly at: string };
    }
  | {
      readonly type: 'DeleteDeploy';
      readonly data: Deletion & { readonly at: string };
    };

/**
 * The deploys of one code deployment in one environment, kept in `deploys-{organization}.{codeDeployment}.{environment}`.
 * Duplicates and rollbacks are judged when a deploy is registered, and then stand.
 */
export const deploys: Decider<DeployCommand, DeployEvent, DeployHistory> = {
  initialState: noDeploys,

  /** @throws Refused `deploy-in-future`, `deploy-duplicate`, `deploy-not-found` */
  decide({ type, data }, history) {
    switch (type) {
      case 'RegisterDeploy': {
        const { ignoreIfDuplicate, ...deploy } = data;
        refuseFuture(deploy.deployedAt, deploy.at);
        if (history.newest?.sha !== deploy.sha) {
          return [{ type: 'DeployRegistered', data: { ...deploy, rollback: isRollback(history, deploy) } }];
        }
        if (ignoreIfDuplicate) return [];
        throw new Refused(
          'deploy-duplicate',
          `${deploy.sha} is the newest deploy of ${deploy.codeDeployment} in ${deploy.environment} already.`,
          { deploy: history.newest.deploy },
        );
      }
      case 'DeleteDeploy':
        if (!deploysOf(history, data.sha).some(({ deploy }) => deploy === data.deploy)) {
          throw new Refused('deploy-not-found', `There is no deploy ${data.deploy}.`);
        }
        return [{ type: 'DeployDeleted', data }];
    }
  },

  evolve(history, { type, data }) {
    switch (type) {
      case 'DeployRegistered':
        return withDeploy(history, { deploy: data.deploy, sha: data.sha, deployedAt: data.deployedAt });
      case 'DeployDeleted':
        return withoutDeploy(history, data);
    }
  },
};

/** T: the instant cut to the whole second (RFC 3339, UTC). */
export function momentOfDeploy(instant: Date): string {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000).toISOString();
}

function refuseFuture(deployedAt: string, now: string): void {
  if (Date.parse(deployedAt) - Date.parse(now) > mostAhead) {
    throw new Refused(
      'deploy-in-future',
      'The deploy lies more than five minutes in the future. Check the clock that gave its time.',
    );
  }
}

/** A SHA that was here before and is not the newest comes back. */
function isRollback(history: DeployHistory, { sha, deployedAt }: DeployDetails): boolean {
  return deploysOf(history, sha).some((earlier) => earlier.deployedAt <= deployedAt);
}
