import type { EventEnvelope } from './envelope.js';

type FactOf<Type extends BuildServerFactType> = Pick<EventEnvelope<Type>, 'type' | 'data'>;

/** The published types that say which connection builds are read from. */
export const buildServerFactTypes = [
  'sleuth.default-build-server-set.v1',
  'sleuth.default-build-server-cleared.v1',
  'sleuth.code-deployment-build-server-set.v1',
  'sleuth.code-deployment-build-server-cleared.v1',
] as const;

export type BuildServerFactType = (typeof buildServerFactTypes)[number];

/** A fact of `sleuth.integrations.v1` that sets or clears a build server. */
export type BuildServerFact = { [Type in BuildServerFactType]: FactOf<Type> }[BuildServerFactType];

/** A deploy, as far as it decides which connection serves it. */
export interface ServedDeploy {
  readonly project: string;
  readonly codeDeployment: string;
  /** T: RFC 3339, UTC. */
  readonly deployedAt: string;
}

/**
 * The id of the connection that serves a deploy: the build server in force at T (the code deployment's own, else the
 * project's default); if there was none, the first one set afterwards; undefined while there is none. Later changes
 * and removals never re-tie. The facts of one organization are taken in the order of `sequence`, however they come;
 * repeats do no harm.
 */
export function servingConnection(
  facts: readonly BuildServerFact[],
  deploy: ServedDeploy,
): string | undefined {
  const deployedAt = Date.parse(deploy.deployedAt);
  const inOrder = facts
    .filter((fact) => concerns(fact, deploy))
    .sort((one, other) => one.data.sequence - other.data.sequence);
  const until = inOrder.filter((fact) => Date.parse(fact.data.at) <= deployedAt);
  const afterwards = inOrder.filter((fact) => Date.parse(fact.data.at) > deployedAt);
  return inForce(until) ?? firstSet(afterwards);
}

function concerns(fact: BuildServerFact, deploy: ServedDeploy): boolean {
  if (fact.data.project !== deploy.project) return false;
  switch (fact.type) {
    case 'sleuth.default-build-server-set.v1':
    case 'sleuth.default-build-server-cleared.v1':
      return true;
    case 'sleuth.code-deployment-build-server-set.v1':
    case 'sleuth.code-deployment-build-server-cleared.v1':
      return fact.data.codeDeployment === deploy.codeDeployment;
  }
}

function inForce(facts: readonly BuildServerFact[]): string | undefined {
  let ofProject: string | undefined;
  let ofCodeDeployment: string | undefined;
  for (const fact of facts) {
    switch (fact.type) {
      case 'sleuth.default-build-server-set.v1':
        ofProject = fact.data.connection;
        break;
      case 'sleuth.default-build-server-cleared.v1':
        ofProject = undefined;
        break;
      case 'sleuth.code-deployment-build-server-set.v1':
        ofCodeDeployment = fact.data.connection;
        break;
      case 'sleuth.code-deployment-build-server-cleared.v1':
        ofCodeDeployment = undefined;
        break;
    }
  }
  return ofCodeDeployment ?? ofProject;
}

function firstSet(facts: readonly BuildServerFact[]): string | undefined {
  return facts.map(connectionSet).find((connection) => connection !== undefined);
}

function connectionSet(fact: BuildServerFact): string | undefined {
  switch (fact.type) {
    case 'sleuth.default-build-server-set.v1':
    case 'sleuth.code-deployment-build-server-set.v1':
      return fact.data.connection;
    case 'sleuth.default-build-server-cleared.v1':
    case 'sleuth.code-deployment-build-server-cleared.v1':
      return undefined;
  }
}
