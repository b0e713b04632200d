import type { BuildkiteControl } from '../../../standins/buildkite/testing/index.js';
import type { ScriptClient } from '../../setting/script-client.js';
import { buildkiteOrganization } from '../plan/plan-of.js';
import { buildsOf, type Plan } from '../plan/plan.js';
import { buildSpecOf } from './build-spec-of.js';

/** The connections of a run. */
export interface Connections {
  /** Through which the builds of each deployed repository are collected, by the repository's name. */
  readonly ofRepository: ReadonlyMap<string, string>;
  readonly all: readonly string[];
}

const project = 'shop';

/** The organization at Buildkite with its pipelines, and the builds that were there before anybody looked. */
export async function openBuildkite(buildkite: BuildkiteControl, plan: Plan): Promise<void> {
  await buildkite.addOrganization(buildkiteOrganization);
  await buildkite.addPipelines(
    plan.pipelines.map(({ id, slug, url }) => ({
      id,
      slug,
      repository: url,
      organization: buildkiteOrganization,
    })),
  );
  const slugs = new Map(plan.pipelines.map(({ id, slug }) => [id, slug]));
  const before = buildsOf(plan).filter(({ spec }) => Date.parse(spec.createdAt) <= plan.startMs);
  await buildkite.addBuilds(before.map((build) => buildSpecOf(build, slugs)));
}

/** A project with a code deployment for each deployed repository, a default build server, and others for some of them. */
export async function connect(
  client: ScriptClient,
  buildkite: BuildkiteControl,
  { repositories }: Plan,
): Promise<Connections> {
  await client.deploys<{ slug: string }>('POST', '/projects', { name: 'Shop' }, ({ slug }) => ({
    type: 'ProjectCreated',
    data: { project: slug },
  }));
  const environments = `/projects/${project}/environments`;
  await client.deploys<{ slug: string }>('POST', environments, { name: 'Staging' }, ({ slug }) => ({
    type: 'EnvironmentAdded',
    data: { environment: slug },
  }));
  const deployed = repositories.filter(({ isDeployed }) => isDeployed);
  for (const { name, spellings } of deployed) {
    const body = { name, repository: spellings[0] };
    await client.deploys<{ slug: string }>(
      'POST',
      `/projects/${project}/code-deployments`,
      body,
      ({ slug }) => ({ type: 'CodeDeploymentAdded', data: { codeDeployment: slug } }),
    );
  }
  const main = await addConnection(client, buildkite, 'Main');
  const own = await addConnection(client, buildkite, 'Own');
  await setBuildServer(client, '', main);
  for (const { name } of deployed.filter(({ hasOwnBuildServer }) => hasOwnBuildServer))
    await setBuildServer(client, `/code-deployments/${name}`, own);
  return {
    all: [main, own],
    ofRepository: new Map(
      deployed.map(({ name, hasOwnBuildServer }) => [name, hasOwnBuildServer ? own : main]),
    ),
  };
}

async function addConnection(
  client: ScriptClient,
  buildkite: BuildkiteControl,
  label: string,
): Promise<string> {
  const { value: token } = await buildkite.addToken({ label, organizations: [buildkiteOrganization] });
  const body = { token, label };
  const added = await client.connections<{ id: string }>('POST', '/connections', body, ({ id }) => ({
    type: 'ConnectionAdded',
    data: { connection: id, label },
  }));
  return added.id;
}

async function setBuildServer(client: ScriptClient, of: string, connection: string): Promise<void> {
  const type = of === '' ? 'DefaultBuildServerSet' : 'CodeDeploymentBuildServerSet';
  await client.connections('PUT', `/default-build-servers/${project}${of}`, { connection }, () => ({
    type,
    data: { connection, project },
  }));
}
