import type { DeployDocument } from '../read-model/collections.js';
import type { DeployView } from './deploy.dto.js';

/** A deploy as the API shows it. */
export function deployView(deploy: DeployDocument): DeployView {
  const { id, project, codeDeployment, environment, repository, sha, deployedAt, registeredAt, rollback } =
    deploy;
  return { id, project, codeDeployment, environment, repository, sha, deployedAt, registeredAt, rollback };
}
