import { Refused } from '#libs/event-store';
import { acme } from '#libs/contracts/testing';
import { rejectionOf } from '#libs/platform/testing';
import { anIdentity, aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';

const otherSha = 'b'.repeat(40);
let yard: Yard;

beforeEach(async () => {
  yard = await Yard.open();
  await aShop(yard);
});
afterEach(() => yard.close());

const count = async () => (await yard.stored('deploys-')).length;

describe('Registering a deploy', () => {
  it('shows it at once', async () => {
    await yard.clock.advance(1_700);
    const { deploy, isNew } = await register(yard);
    expect(isNew).toBe(true);
    expect(deploy).toMatchObject({
      organization: 'acme',
      project: 'shop',
      codeDeployment: 'shop-web',
      environment: 'production',
      repository: 'github.com/acme/shop',
      sha: acme.sha,
      deployedAt: '2026-11-23T12:00:01.000Z',
      registeredAt: '2026-11-23T12:00:01.700Z',
      rollback: false,
    });
    expect(await yard.deploys.find('acme', deploy.id)).toEqual(deploy);
  });

  it('notes who did it, by which command', async () => {
    const identity = anIdentity();
    await register(yard, {}, identity);
    const [event] = await yard.stored('deploys-');
    expect(event?.metadata).toMatchObject({
      by: 'key-1',
      commandId: identity.commandId,
      requestDigest: identity.requestDigest,
    });
  });

  it('goes to the environment that is named', async () => {
    expect((await register(yard, { environment: 'staging' })).deploy.environment).toBe('staging');
  });

  it('reads a SHA in either case', async () => {
    expect((await register(yard, { sha: acme.sha.toUpperCase() })).deploy.sha).toBe(acme.sha);
  });

  it('takes one that happened two hours ago, at its own time', async () => {
    const { deploy } = await register(yard, { deployedAt: new Date('2026-11-23T10:00:00.900Z') });
    expect(deploy).toMatchObject({
      deployedAt: '2026-11-23T10:00:00.000Z',
      registeredAt: '2026-11-23T12:00:00.000Z',
    });
  });

  it('takes one that lies five minutes ahead, and none further ahead', async () => {
    await register(yard, { deployedAt: new Date('2026-11-23T12:05:00.000Z') });
    const far = register(yard, { sha: otherSha, deployedAt: new Date('2026-11-23T12:05:01.000Z') });
    expect(await rejectionOf(far)).toMatchObject({ code: 'deploy-in-future' });
  });

  it('keeps the repository of its time when the code deployment moves on', async () => {
    const { deploy } = await register(yard);
    const { project, codeDeployment } = acme;
    const data = { project, codeDeployment, name: 'Shop', repository: 'github.com/acme/new', branch: null };
    await yard.projects.handle('acme', { type: 'ChangeCodeDeployment', data }, anIdentity(), 'key-1');
    expect((await yard.deploys.find('acme', deploy.id))?.repository).toBe('github.com/acme/shop');
    expect((await register(yard, { sha: otherSha })).deploy.repository).toBe('github.com/acme/new');
  });
});

describe('A deploy is refused', () => {
  it.each([
    ['code-deployment-not-found', { codeDeployment: 'nothing' }],
    ['code-deployment-not-found', { codeDeployment: '__proto__' }],
    ['environment-not-found', { environment: 'nowhere' }],
    ['branch-mismatch', { branch: 'release' }],
  ])('as %s', async (code, changes) => {
    const refused = await rejectionOf(register(yard, changes));
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ code });
    expect(await count()).toBe(0);
  });

  it('for a code deployment of another organization', async () => {
    const registration = { codeDeployment: acme.codeDeployment, sha: acme.sha };
    const elsewhere = yard.deploys.register('globex', registration, anIdentity(), 'key-1');
    expect(await rejectionOf(elsewhere)).toMatchObject({ code: 'code-deployment-not-found' });
  });

  it('not for the branch when that is the one deployed, or any may be', async () => {
    expect((await register(yard, { branch: 'main' })).isNew).toBe(true);
    const { project, codeDeployment, repository } = acme;
    const data = { project, codeDeployment, name: 'Shop', repository, branch: null };
    await yard.projects.handle('acme', { type: 'ChangeCodeDeployment', data }, anIdentity(), 'key-1');
    expect((await register(yard, { sha: otherSha, branch: 'release' })).isNew).toBe(true);
  });
});

describe('The SHA of the newest deploy', () => {
  it('is a duplicate', async () => {
    const { deploy } = await register(yard);
    expect(await rejectionOf(register(yard))).toMatchObject({
      code: 'deploy-duplicate',
      details: { deploy: deploy.id },
    });
    expect(await count()).toBe(1);
  });

  it('is answered with the deploy that is there when duplicates are ignored', async () => {
    const { deploy } = await register(yard);
    const again = await register(yard, { ignoreIfDuplicate: true });
    expect(again).toEqual({ deploy, isNew: false });
    expect(await count()).toBe(1);
  });

  it('is a deploy of its own in another environment', async () => {
    await register(yard);
    expect((await register(yard, { environment: 'staging' })).isNew).toBe(true);
  });

  it('is a rollback once another one was deployed', async () => {
    await register(yard);
    await yard.clock.advance(60_000);
    expect((await register(yard, { sha: otherSha })).deploy.rollback).toBe(false);
    await yard.clock.advance(60_000);
    expect((await register(yard)).deploy.rollback).toBe(true);
  });
});

describe('The same command again', () => {
  it('gives the same deploy and registers nothing', async () => {
    const identity = anIdentity();
    const first = await register(yard, {}, identity);
    await yard.clock.advance(60_000);
    const again = await register(yard, {}, identity);
    expect(again.deploy).toEqual(first.deploy);
    expect(await count()).toBe(1);
  });

  it('gives the same deploy also when others came after it', async () => {
    const identity = anIdentity();
    const first = await register(yard, {}, identity);
    await register(yard, { sha: otherSha });
    expect((await register(yard, {}, identity)).deploy).toEqual(first.deploy);
    expect(await count()).toBe(2);
  });

  it('shows the deploy when the first answer was lost before it could be shown', async () => {
    const identity = anIdentity();
    yard.store.failAppends('reply-lost');
    const { deploy } = await register(yard, {}, identity);
    expect((await yard.deploys.find('acme', deploy.id))?.sha).toBe(acme.sha);
    expect(await count()).toBe(1);
  });

  it('is refused with another body', async () => {
    const identity = anIdentity('one');
    await register(yard, {}, identity);
    const other = register(yard, { ignoreIfDuplicate: true }, { ...identity, requestDigest: 'two' });
    expect(await rejectionOf(other)).toMatchObject({ status: 409, code: 'idempotency-key-reused' });
  });

  it('does not bring back a deploy that was deleted meanwhile', async () => {
    const identity = anIdentity();
    const { deploy } = await register(yard, {}, identity);
    await yard.deploys.delete('acme', deploy.id, anIdentity(), 'key-1');
    expect(await rejectionOf(register(yard, {}, identity))).toMatchObject({ code: 'deploy-not-found' });
    expect(await yard.deploys.find('acme', deploy.id)).toBeUndefined();
  });
});

describe('Deleting a deploy', () => {
  it('takes it out of sight at once, and lets its SHA be deployed again', async () => {
    const { deploy } = await register(yard);
    await yard.deploys.delete('acme', deploy.id, anIdentity(), 'key-1');
    expect(await yard.deploys.find('acme', deploy.id)).toBeUndefined();
    const again = await register(yard);
    expect(again.isNew).toBe(true);
    expect(again.deploy.id).not.toBe(deploy.id);
  });

  it('again by the same command is no fault', async () => {
    const { deploy } = await register(yard);
    const identity = anIdentity();
    await yard.deploys.delete('acme', deploy.id, identity, 'key-1');
    await yard.deploys.delete('acme', deploy.id, identity, 'key-1');
    expect((await yard.stored('deploys-')).map(({ type }) => type)).toEqual([
      'DeployRegistered',
      'DeployDeleted',
    ]);
  });

  it('is refused for what is not there, or belongs to another organization', async () => {
    const { deploy } = await register(yard);
    for (const [organization, id] of [
      ['acme', 'nothing'],
      ['globex', deploy.id],
    ] as const) {
      const refused = yard.deploys.delete(organization, id, anIdentity(), 'key-1');
      expect(await rejectionOf(refused)).toMatchObject({ code: 'deploy-not-found' });
    }
    expect(await yard.deploys.find('acme', deploy.id)).toBeDefined();
  });

  it('is refused the second time', async () => {
    const { deploy } = await register(yard);
    await yard.deploys.delete('acme', deploy.id, anIdentity(), 'key-1');
    const again = yard.deploys.delete('acme', deploy.id, anIdentity(), 'key-1');
    expect(await rejectionOf(again)).toMatchObject({ code: 'deploy-not-found' });
  });
});

describe('A deploy', () => {
  it('is found by its own organization only', async () => {
    const { deploy } = await register(yard);
    expect(await yard.deploys.find('globex', deploy.id)).toBeUndefined();
  });
});
