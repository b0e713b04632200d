import type { DeployRegistered } from '#libs/contracts';
import { aDeployDeleted, aDeployRegistered } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { randomUUID } from 'node:crypto';
import { newSha } from '../testing/new-sha.js';
import { knownDeploys, KnownDeploys } from './known-deploys.js';

describe('the deploys that are known', () => {
  const documents = temporaryDocuments([knownDeploys]);
  let deploys: KnownDeploys;
  let project: string;

  beforeEach(() => {
    deploys = new KnownDeploys(documents());
    project = `shop-${newSha()}`;
  });

  const registered = (changes: Partial<DeployRegistered> = {}) =>
    aDeployRegistered({ deploy: randomUUID(), project, sha: newSha(), ...changes });
  const idsOf = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id).sort();

  it('are those that were registered', async () => {
    const event = registered();
    await deploys.remember([event]);
    await deploys.remember([]);
    expect(idsOf(await deploys.registered([event.data.deploy, randomUUID()]))).toEqual([event.data.deploy]);
  });

  it.each([
    ['afterwards', false],
    ['before that was told', true],
  ])('are not those that were deleted %s', async (_when, isFirst) => {
    const event = registered();
    const { deploy, sha } = event.data;
    const told = [event, aDeployDeleted({ deploy, sha })];
    for (const one of isFirst ? told.toReversed() : told) await deploys.remember([one]);
    await deploys.remember([event]);
    expect(await deploys.registered([deploy])).toEqual([]);
    expect(await deploys.ofShas('acme', [sha])).toEqual(new Map());
    expect(await deploys.everDeployed('acme', [sha, newSha()])).toEqual(new Set([sha]));
  });

  it('stay served when their registration is told again', async () => {
    const event = registered();
    await deploys.remember([event]);
    const [deploy] = await deploys.registered([event.data.deploy]);
    if (!deploy) throw new Error('It is not there.');
    await deploys.keep([{ ...deploy, connection: 'one', revision: 3 }]);
    await deploys.remember([event]);
    await deploys.keep([{ ...deploy, connection: 'of older facts', revision: 2 }]);
    await deploys.keep([]);
    expect(await deploys.registered([deploy.id])).toMatchObject([{ connection: 'one' }]);
  });

  it('are found by their commits, however many are asked for', async () => {
    const sha = newSha();
    const told = [registered({ sha }), registered({ sha })];
    await deploys.remember([...told, registered({ sha, organization: 'stranger' })]);
    const found = await deploys.ofShas('acme', [sha, newSha()]);
    expect([...found.keys()]).toEqual([sha]);
    expect(idsOf(found.get(sha) ?? [])).toEqual(told.map(({ data }) => data.deploy).sort());
    expect((await deploys.ofShas('acme', [])).size).toBe(0);
    const many = Array.from({ length: 10_500 }, newSha);
    expect((await deploys.ofShas('acme', [...many, sha])).size).toBe(1);
    expect(await deploys.everDeployed('acme', [...many, sha])).toEqual(new Set([sha]));
  });

  it('may be served anew when they have no connection, or were deployed since', async () => {
    const [unserved, before, since, gone] = [
      registered({ deployedAt: '2026-11-23T10:00:00.000Z' }),
      registered({ deployedAt: '2026-11-23T11:00:00.000Z' }),
      registered({ deployedAt: '2026-11-23T12:00:00.000Z' }),
      registered(),
    ];
    await deploys.remember([unserved, before, since, gone, registered({ project: 'other' })]);
    const served = await deploys.registered([before.data.deploy, since.data.deploy]);
    await deploys.keep(served.map((deploy) => ({ ...deploy, connection: 'one', revision: 1 })));
    await deploys.remember([aDeployDeleted({ deploy: gone.data.deploy, sha: gone.data.sha })]);
    const found = await deploys.servedAnewSince('acme', project, '2026-11-23T12:00:00.000Z');
    expect(idsOf(found)).toEqual([unserved.data.deploy, since.data.deploy].sort());
  });
});
