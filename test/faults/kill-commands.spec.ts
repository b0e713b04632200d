import type { ConnectionReply } from '../e2e/setting/replies.js';
import { newSha, Scene } from '../e2e/setting/scene.js';
import { Stage } from '../e2e/setting/stage.js';
import { Data } from './setting/data.js';
import { faultsOf } from './setting/faults-of-data.js';
import { quiet } from './setting/quiet.js';
import { ScriptClient } from './setting/script-client.js';
import { SupervisedProduct } from './setting/supervised-product.js';

interface Place {
  readonly scene: Scene & { readonly connection: ConnectionReply };
  readonly client: ScriptClient;
}

type Command = (place: Place) => Promise<unknown>;

const addConnection: Command = async ({ scene, client }) => {
  const { value: token } = await scene.token();
  const body = { token, label: 'Second' };
  return client.connections<ConnectionReply>('POST', '/connections', body, ({ id: connection }) => ({
    type: 'ConnectionAdded',
    data: { connection },
  }));
};

const replaceToken: Command = async ({ scene, client }) => {
  const { value: token } = await scene.token();
  const connection = scene.connection.id;
  return client.connections('PUT', `/connections/${connection}/token`, { token }, () => ({
    type: 'ConnectionTokenReplaced',
    data: { connection },
  }));
};

const removeConnection: Command = ({ scene, client }) => {
  const connection = scene.connection.id;
  return client.connections('DELETE', `/connections/${connection}`, undefined, () => ({
    type: 'ConnectionRemoved',
    data: { connection },
  }));
};

const disconnect: Command = ({ client }) =>
  client.connections('DELETE', '', undefined, () => ({ type: 'IntegrationDisconnected', data: {} }));

const deleteDeploy: Command = async ({ scene, client }) => {
  const { id: deploy } = await scene.deploy(newSha());
  return client.deploys('DELETE', `/deploys/${deploy}`, undefined, () => ({
    type: 'DeployDeleted',
    data: { deploy },
  }));
};

describe('a command in which the product is killed', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.set();
  }, 60_000);

  afterAll(() => stage.clear(), 60_000);

  /** Sends the command to a product that will be killed in it; resolves when that is over and the product has stopped. */
  async function killedIn(command: Command, at: string) {
    const scene = await Scene.connected(stage.product, stage.buildkite);
    await stage.pass(1);
    const supervised = new SupervisedProduct(stage.product, [at]);
    const client = new ScriptClient(scene.api, () => supervised.alive());
    await supervised.begin();
    await command({ scene, client });
    await supervised.alive();
    await quiet(stage.product);
    await supervised.end();
    const faults = await Data.of(stage.product.dataDir, (data) => faultsOf(data, client.acknowledged));
    await stage.product.run();
    return { killedAt: supervised.killedAt, acknowledged: client.acknowledged.length, faults };
  }

  it.each<{ readonly what: string; readonly command: Command; readonly at: string }>([
    { what: 'adding a connection', command: addConnection, at: 'write vault before' },
    { what: 'adding a connection', command: addConnection, at: 'write vault after' },
    { what: 'adding a connection', command: addConnection, at: 'append buildkiteIntegration after' },
    { what: 'replacing a token', command: replaceToken, at: 'write vault after' },
    { what: 'replacing a token', command: replaceToken, at: 'append buildkiteIntegration after' },
    { what: 'removing a connection', command: removeConnection, at: 'append buildkiteIntegration before' },
    { what: 'removing a connection', command: removeConnection, at: 'append buildkiteIntegration after' },
    { what: 'disconnecting', command: disconnect, at: 'append buildkiteIntegration after' },
    { what: 'deleting a deploy', command: deleteDeploy, at: 'append deploys after:2' },
  ])(
    'is done once: $what, killed at $at',
    async ({ command, at }) => {
      expect(await killedIn(command, at)).toEqual({ killedAt: [at], acknowledged: 1, faults: [] });
    },
    90_000,
  );

  it('and that never comes again leaves no token behind', async () => {
    const scene = await Scene.open(stage.product, stage.buildkite);
    const { value: token } = await scene.token();
    await stage.product.program.stop();
    await stage.product.run({ KILL_AT: 'write vault after' });
    const body = { token, label: 'Given up' };
    await expect(scene.api.connections('POST', '/connections', { body })).rejects.toThrow('fetch failed');
    await stage.product.program.ended();
    const kept = () => Data.of(stage.product.dataDir, (data) => faultsOf(data, []));
    expect(await kept()).toEqual([expect.stringContaining('A secret out of use is kept')]);
    await stage.buildkite.turnClock(16 * 60_000);
    await stage.product.run();
    await stage.product.program.stop();
    expect(await kept()).toEqual([]);
    await stage.product.run();
  }, 90_000);
});
