import {
  aDefaultBuildServerCleared,
  aDefaultBuildServerSet,
  aDeployRegistered,
} from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { buildServerFacts, BuildServers } from '../build-server/build-servers.js';
import { lookUps, LookUps } from '../commit-look-up/look-ups.js';
import { newSha } from '../testing/new-sha.js';
import { knownDeploys, KnownDeploys } from './known-deploys.js';
import { LookUpDeploys } from './look-up-deploys.js';

describe('having the builds of deploys looked up', () => {
  const documents = temporaryDocuments([buildServerFacts, lookUps, knownDeploys]);
  const clock = new ManualClock('2026-11-23T12:00:05.000Z');
  let buildServers: BuildServers;
  let requested: LookUps;
  let deploys: KnownDeploys;
  let project: string;

  beforeEach(() => {
    buildServers = new BuildServers(documents());
    requested = new LookUps(documents(), clock);
    deploys = new KnownDeploys(documents());
    project = `shop-${newSha()}`;
  });

  const useCase = () => new LookUpDeploys(buildServers, requested, deploys, clock);
  const register = async () => {
    const { data } = aDeployRegistered({ deploy: randomUUID(), project, sha: newSha() });
    await deploys.remember([aDeployRegistered(data)]);
    return data.deploy;
  };
  const ask = async (...ids: readonly string[]) => useCase().request(await deploys.registered(ids));
  const serve = (connection: string, sequence: number, at = '2026-11-23T09:00:00.000Z') =>
    buildServers.remember([aDefaultBuildServerSet({ project, connection, sequence, at })]);

  it('requests nothing while no build server serves them', async () => {
    const deploy = await register();
    expect(await ask(deploy)).toEqual(new Set());
    expect(await deploys.registered([deploy])).toMatchObject([{ connection: null }]);
  });

  it('requests a look-up through the connection that serves them, at once', async () => {
    const [deploy, connection] = [await register(), randomUUID()];
    await serve(connection, 4);
    expect(await ask(deploy)).toEqual(new Set([connection]));
    expect(await requested.due(connection, 10)).toMatchObject([
      { deploy, connection, state: 'due', dueAt: '2026-11-23T12:00:00.000Z' },
    ]);
    expect(await deploys.registered([deploy])).toMatchObject([{ connection, revision: 5 }]);
  });

  it('requests nothing again for the same connection', async () => {
    const [deploy, connection] = [await register(), randomUUID()];
    await serve(connection, 1);
    await ask(deploy);
    expect(await ask(deploy)).toEqual(new Set());
  });

  it('requests a look-up through the next one when it turns out late that none served at T', async () => {
    const [deploy, first, second] = [await register(), randomUUID(), randomUUID()];
    await serve(first, 1);
    await ask(deploy);
    const at = '2026-11-23T10:00:00.000Z';
    await buildServers.remember([aDefaultBuildServerCleared({ project, sequence: 2, at })]);
    expect(await ask(deploy)).toEqual(new Set());
    expect(await deploys.registered([deploy])).toMatchObject([{ connection: null, revision: 3 }]);
    await serve(second, 3, '2026-11-23T13:00:00.000Z');
    expect(await ask(deploy)).toEqual(new Set([second]));
  });

  it('requests another look-up when a fact of before T comes late', async () => {
    const [deploy, first, second] = [await register(), randomUUID(), randomUUID()];
    await serve(first, 1);
    await ask(deploy);
    await serve(second, 2, '2026-11-23T10:00:00.000Z');
    expect(await ask(deploy)).toEqual(new Set([second]));
    expect(await requested.countPending(second)).toBe(1);
  });

  it('leaves deploys alone when their build server changes after T', async () => {
    const [deploy, first, second] = [await register(), randomUUID(), randomUUID()];
    await serve(first, 1);
    await ask(deploy);
    await serve(second, 2, '2026-11-23T12:30:00.000Z');
    expect(await ask(deploy)).toEqual(new Set());
  });

  it.each(['the request cannot be kept', 'it cannot be noted that it was made'])(
    'repeats the request when %s',
    async (fails) => {
      const [deploy, connection] = [await register(), randomUUID()];
      await serve(connection, 1);
      const away = () => Promise.reject(new Error('The documents are away.'));
      const request = requested.request.bind(requested);
      const keep = deploys.keep.bind(deploys);
      if (fails.startsWith('the request')) requested.request = away;
      else deploys.keep = away;
      await expect(ask(deploy)).rejects.toThrow('The documents are away.');
      Object.assign(requested, { request });
      Object.assign(deploys, { keep });
      expect(await ask(deploy)).toEqual(new Set([connection]));
      expect(await requested.countPending(connection)).toBe(1);
    },
  );
});
