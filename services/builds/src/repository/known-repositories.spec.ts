import {
  aCodeDeploymentAdded,
  aCodeDeploymentChanged,
  aCodeDeploymentRemoved,
  aDeployRegistered,
  aProjectCreated,
} from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import {
  codeDeploymentRepositories,
  codeDeploymentsIn,
  deployedRepositories,
  KnownRepositories,
} from './known-repositories.js';

const shop = 'github.com/acme/shop';
const store = 'github.com/acme/store';
const other = 'github.com/someone/else';

describe('the repositories that matter', () => {
  const documents = temporaryDocuments([codeDeploymentRepositories, deployedRepositories]);
  let repositories: KnownRepositories;
  let tenants = 0;
  let organization: string;

  beforeEach(() => {
    repositories = new KnownRepositories(documents());
    tenants += 1;
    organization = `team-${tenants}`;
  });

  const known = async () => [...(await repositories.knownOf(organization, [shop, store, other]))].sort();
  const added = (sequence: number) => aCodeDeploymentAdded({ organization, repository: shop, sequence });
  const changed = (sequence: number) => aCodeDeploymentChanged({ organization, repository: store, sequence });
  const removed = (sequence: number) => aCodeDeploymentRemoved({ organization, sequence });

  it('are none before anybody deploys', async () => {
    expect(await known()).toEqual([]);
    expect((await repositories.knownOf(organization, [])).size).toBe(0);
  });

  it('are those that code deployments name', async () => {
    await repositories.remember([aProjectCreated({ organization }), added(1)]);
    expect(await known()).toEqual([shop]);
  });

  it('belong to code deployments, and these to projects', async () => {
    const events = [aProjectCreated({ organization }), added(1), removed(2)];
    expect(codeDeploymentsIn(events)).toEqual([`${organization}/shop-web`, `${organization}/shop-web`]);
    await repositories.remember([added(1)]);
    expect(await repositories.codeDeploymentsOf(organization, 'shop')).toEqual([`${organization}/shop-web`]);
    expect(await repositories.codeDeploymentsOf(organization, 'other')).toEqual([]);
    expect(await repositories.codeDeployment(`${organization}/shop-web`)).toMatchObject({
      project: 'shop',
      codeDeployment: 'shop-web',
      repository: shop,
    });
    await repositories.remember([removed(2)]);
    expect(await repositories.codeDeployment(`${organization}/shop-web`)).toMatchObject({ repository: null });
    expect(await repositories.codeDeployment(`${organization}/shop-worker`)).toBeUndefined();
  });

  it('are those that they name now', async () => {
    await repositories.remember([added(1), changed(2)]);
    expect(await known()).toEqual([store]);
    await repositories.remember([removed(3)]);
    expect(await known()).toEqual([]);
  });

  it('are the same in whatever order it was told, and however often', async () => {
    await repositories.remember([changed(2)]);
    await repositories.remember([added(1), changed(2)]);
    expect(await known()).toEqual([store]);
    await repositories.remember([removed(3)]);
    await repositories.remember([changed(2)]);
    expect(await known()).toEqual([]);
  });

  it('are for good those that deploys were of', async () => {
    await repositories.remember([added(1)]);
    await repositories.rememberDeployed([aDeployRegistered({ organization, repository: shop })]);
    await repositories.rememberDeployed([]);
    await repositories.remember([changed(2), removed(3)]);
    expect(await known()).toEqual([shop]);
  });

  it('are those of the tenant alone', async () => {
    await repositories.remember([aCodeDeploymentAdded({ organization: 'stranger', repository: shop })]);
    await repositories.rememberDeployed([aDeployRegistered({ organization: 'stranger', repository: store })]);
    expect(await known()).toEqual([]);
  });

  it('may be shared by several code deployments', async () => {
    await repositories.remember([
      added(1),
      aCodeDeploymentAdded({ organization, codeDeployment: 'shop-worker', repository: shop, sequence: 2 }),
      removed(3),
    ]);
    expect(await known()).toEqual([shop]);
  });
});
