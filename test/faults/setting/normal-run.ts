import { at } from '../../standins/buildkite/testing/index.js';
import type { BuildsReply, ConnectionReply, DeployReply } from '../../e2e/setting/replies.js';
import { newSha, type Scene } from '../../e2e/setting/scene.js';
import type { ScriptClient } from './script-client.js';

interface Slugged {
  readonly slug: string;
}

/**
 * What happens in the life of an integration, from the first project to the last connection: deploys whose builds
 * finish, one that is corrected when HEAD resolves, one that waits for its build server, tokens that are replaced,
 * connections that are removed.
 * @param passMinutes turns the clock of product and stand-in
 */
export async function normalRun(
  client: ScriptClient,
  scene: Scene,
  passMinutes: (minutes: number) => Promise<void>,
): Promise<void> {
  await addProject(client, scene);
  const early = await registerDeploy(client, newSha());
  const connection = await addConnection(client, scene, 'First');
  await setBuildServer(client, '', connection);
  await snapshotOf(client, early);

  const [finishing, unresolved] = [newSha(), newSha()];
  await scene.addBuild({ commit: finishing, createdAt: '-10m', script: finishesAfter('11m') });
  await scene.addBuild({ commit: 'HEAD', createdAt: '-1m', script: resolvesTo(unresolved) });
  const deploys = [await registerDeploy(client, finishing), await registerDeploy(client, unresolved)];
  for (const deploy of deploys) await snapshotOf(client, deploy);
  await passMinutes(3);
  await snapshotOf(client, deploys[1] ?? '', 2);

  await replaceToken(client, scene, connection);
  await passMinutes(1);
  await replaceToken(client, scene, connection);
  const second = await addConnection(client, scene, 'Second');
  await setBuildServer(client, `/code-deployments/${scene.codeDeployment}`, second);
  const late = newSha();
  await scene.addBuild({ commit: late, createdAt: '-5m', script: finishesAfter('1m') });
  await snapshotOf(client, await registerDeploy(client, late));
  await deleteDeploy(client, early);
  await passMinutes(1);
  await removeConnection(client, second);
  await removeConnection(client, connection);
}

async function addProject(client: ScriptClient, scene: Scene): Promise<void> {
  const projects = '/projects';
  await client.deploys<Slugged>('POST', projects, { name: 'Shop' }, ({ slug }) => ({
    type: 'ProjectCreated',
    data: { project: slug },
  }));
  await client.deploys<Slugged>('POST', `${projects}/shop/environments`, { name: 'Staging' }, ({ slug }) => ({
    type: 'EnvironmentAdded',
    data: { environment: slug },
  }));
  const codeDeployment = { name: 'Shop API', repository: scene.repositoryUrl };
  await client.deploys<Slugged>('POST', `${projects}/shop/code-deployments`, codeDeployment, ({ slug }) => ({
    type: 'CodeDeploymentAdded',
    data: { codeDeployment: slug },
  }));
}

async function addConnection(client: ScriptClient, scene: Scene, label: string): Promise<string> {
  const { value: token } = await scene.token();
  const added = await client.connections<ConnectionReply>(
    'POST',
    '/connections',
    { token, label },
    ({ id }) => ({
      type: 'ConnectionAdded',
      data: { connection: id, label },
    }),
  );
  return added.id;
}

async function replaceToken(client: ScriptClient, scene: Scene, connection: string): Promise<void> {
  const { value: token } = await scene.token();
  await client.connections<ConnectionReply & { tokenReplacedAt: string }>(
    'PUT',
    `/connections/${connection}/token`,
    { token },
    ({ tokenReplacedAt }) => ({
      type: 'ConnectionTokenReplaced',
      data: { connection, at: tokenReplacedAt },
    }),
  );
}

async function setBuildServer(client: ScriptClient, of: string, connection: string): Promise<void> {
  const type = of === '' ? 'DefaultBuildServerSet' : 'CodeDeploymentBuildServerSet';
  await client.connections('PUT', `/default-build-servers/shop${of}`, { connection }, () => ({
    type,
    data: { connection, project: 'shop' },
  }));
}

async function removeConnection(client: ScriptClient, connection: string): Promise<void> {
  await client.connections('DELETE', `/connections/${connection}`, undefined, () => ({
    type: 'ConnectionRemoved',
    data: { connection },
  }));
}

async function registerDeploy(client: ScriptClient, sha: string): Promise<string> {
  const body = { codeDeployment: 'shop-api', sha };
  const registered = await client.deploys<DeployReply>('POST', '/deploys', body, ({ id }) => ({
    type: 'DeployRegistered',
    data: { deploy: id, sha },
  }));
  return registered.id;
}

async function deleteDeploy(client: ScriptClient, deploy: string): Promise<void> {
  await client.deploys('DELETE', `/deploys/${deploy}`, undefined, () => ({
    type: 'DeployDeleted',
    data: { deploy },
  }));
}

function snapshotOf(client: ScriptClient, deploy: string, revision = 1): Promise<BuildsReply> {
  return client.awaitDeploys<BuildsReply>(
    `/deploys/${deploy}/builds`,
    (builds) => (builds.revision ?? 0) >= revision,
  );
}

function finishesAfter(duration: string) {
  return [at('0s').scheduled(), at('5s').running(), at(duration).passed()];
}

function resolvesTo(sha: string) {
  return [at('0s').scheduled(), at('10s').running(), at('2m').commitResolved(sha), at('3m').passed()];
}
