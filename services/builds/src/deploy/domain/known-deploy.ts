import type { PublishedEvent } from '#libs/contracts';

/** A deploy whose builds are wanted. */
export interface RegisteredDeploy {
  readonly id: string;
  readonly organization: string;
  readonly project: string;
  readonly codeDeployment: string;
  /** The full SHA. */
  readonly sha: string;
  /** T: RFC 3339 in UTC with milliseconds, so that text is in the order of time. */
  readonly deployedAt: string;
  /** The connection that its builds are looked up through; null while no build server serves it. */
  readonly connection: string | null;
  readonly isDeleted: false;
  /** 0 as registered; then one more than the place of the newest build server fact that decided about `connection`. */
  readonly revision: number;
}

/** A deploy whose builds are wanted no longer. */
export interface DeletedDeploy {
  readonly id: string;
  readonly organization: string;
  readonly sha: string;
  readonly isDeleted: true;
  readonly revision: number;
}

export type KnownDeploy = RegisteredDeploy | DeletedDeploy;

/** The deploy that an event of the deploys topic tells of. */
export function deployIn(event: PublishedEvent): KnownDeploy | undefined {
  switch (event.type) {
    case 'sleuth.deploy-registered.v1': {
      const { deploy: id, organization, project, codeDeployment, sha, deployedAt } = event.data;
      return {
        id,
        organization,
        project,
        codeDeployment,
        sha,
        deployedAt: new Date(deployedAt).toISOString(),
        connection: null,
        isDeleted: false,
        revision: 0,
      };
    }
    case 'sleuth.deploy-deleted.v1': {
      const { deploy: id, organization, sha } = event.data;
      return { id, organization, sha, isDeleted: true, revision: Number.MAX_SAFE_INTEGER };
    }
    default:
      return undefined;
  }
}
