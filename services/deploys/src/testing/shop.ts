import type { CommandIdentity } from '#libs/platform';
import { acme } from '#libs/contracts/testing';
import { randomUUID } from 'node:crypto';
import type { Registration } from '../deploy/deploys.js';
import type { DeployDocument } from '../read-model/collections.js';
import type { Yard } from './yard.js';

/** A command that has not come before; given again it is the same one again. */
export function anIdentity(requestDigest = 'digest'): CommandIdentity {
  return { commandId: randomUUID(), requestDigest, isKeyed: true };
}

/** Creates project `shop` with environments `production` and `staging` and code deployment `shop-web` of branch main. */
export async function aShop(yard: Yard, organization: string = acme.organization): Promise<void> {
  const { project, codeDeployment, repository } = acme;
  const details = { project, codeDeployment, name: 'Shop web', repository, branch: 'main' };
  for (const command of [
    { type: 'CreateProject', data: { project, name: 'Shop' } },
    { type: 'AddEnvironment', data: { project, environment: 'staging', name: 'Staging' } },
    { type: 'AddCodeDeployment', data: details },
  ] as const) {
    await yard.projects.handle(organization, command, anIdentity(), 'key-1');
  }
}

/** Registers a deploy of the shop; what is not given is as the fields' defaults say: now, in production. */
export async function register(
  yard: Yard,
  changes: Partial<Registration> = {},
  identity = anIdentity(),
): Promise<{ readonly deploy: DeployDocument; readonly isNew: boolean }> {
  const registration = { codeDeployment: acme.codeDeployment, sha: acme.sha, ...changes };
  return yard.deploys.register(acme.organization, registration, identity, 'key-1');
}
