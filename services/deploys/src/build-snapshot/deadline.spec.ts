import { aBuild, aBuildObserved, aCommitLookedUp, aDefaultBuildServerSet } from '#libs/contracts/testing';
import { eventually } from '#libs/bus/testing';
import { anIdentity, aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';
import { AwaitedSnapshots } from './awaited-snapshots.js';
import { SnapshotDeadline } from './deadline.js';

const tenMinutes = 600_000;
let yard: Yard;
let deadline: SnapshotDeadline;
let deploy: string;

beforeEach(async () => {
  yard = await Yard.open();
  deadline = yard.get(SnapshotDeadline);
  await aShop(yard);
  deploy = (await register(yard)).deploy.id;
});
afterEach(() => yard.close());

/** The deploy is served and waits for a look-up. */
async function gather(): Promise<void> {
  await yard.hear(aDefaultBuildServerSet(), aBuildObserved());
  await yard.show();
}

describe('A snapshot that is still gathered', () => {
  it('is left alone before the deadline', async () => {
    await gather();
    await yard.clock.advance(tenMinutes - 1);
    await deadline.takeDue();
    expect(await yard.revisions(deploy)).toEqual([]);
  });

  it('is taken as it is at the deadline, once, and says so', async () => {
    await gather();
    await yard.clock.advance(tenMinutes);
    await deadline.takeDue();
    await deadline.takeDue();
    expect(await yard.revisions(deploy)).toMatchObject([
      {
        revision: 1,
        at: '2026-11-23T12:10:00.000Z',
        content: { complete: false, verdict: 'passed', builds: [{}] },
        because: [{ type: 'deadline', id: null }],
      },
    ]);
  });

  it('counts its time from when it began to be gathered, not from each fact', async () => {
    await gather();
    await yard.clock.advance(tenMinutes / 2);
    await yard.hear(aBuildObserved({ lookedAt: '2026-11-23T12:05:00.000Z' }));
    await yard.clock.advance(tenMinutes / 2);
    await deadline.takeDue();
    expect(await yard.revisions(deploy)).toHaveLength(1);
  });

  it('is corrected when the missing look-up comes after all', async () => {
    await gather();
    await yard.clock.advance(tenMinutes);
    await deadline.takeDue();
    await yard.hear(aCommitLookedUp({ lookedAt: '2026-11-23T12:30:00.000Z' }));
    const complete = (await yard.revisions(deploy)).map(({ content }) => content.complete);
    expect(complete).toEqual([false, true]);
  });

  it('is corrected by a late look while the look-up is still missing', async () => {
    await gather();
    await yard.clock.advance(tenMinutes);
    await deadline.takeDue();
    const build = aBuild({ id: '019a0f6e-2b7c-4d11-8a55-6e3f2d1c0b99', number: 43, state: 'failed' });
    await yard.hear(aBuildObserved({ lookedAt: '2026-11-23T12:20:00.000Z', build }));
    const verdicts = (await yard.revisions(deploy)).map(({ content }) => [content.verdict, content.complete]);
    expect(verdicts).toEqual([
      ['passed', false],
      ['failed', false],
    ]);
  });

  it('is not taken when its deploy was deleted, and does not come up again', async () => {
    await gather();
    await yard.deploys.delete('acme', deploy, anIdentity(), 'key-1');
    await yard.clock.advance(tenMinutes);
    await deadline.takeDue();
    expect(await yard.revisions(deploy)).toEqual([]);
    expect(await yard.get(AwaitedSnapshots).nextDue(10)).toEqual([]);
  });

  it('is not due while no build server serves the deploy', async () => {
    await yard.show();
    await yard.clock.advance(10 * tenMinutes);
    await deadline.takeDue();
    expect(await yard.revisions(deploy)).toEqual([]);
  });

  it('was taken before is not due', async () => {
    await gather();
    await yard.hear(aCommitLookedUp());
    await yard.clock.advance(tenMinutes);
    await deadline.takeDue();
    expect(await yard.revisions(deploy)).toHaveLength(1);
  });
});

describe('One that cannot be taken', () => {
  it('does not keep others from it, and is taken the next time', async () => {
    const staged = (await register(yard, { environment: 'staging' })).deploy.id;
    await gather();
    await yard.clock.advance(tenMinutes);
    yard.store.failAppends(() => Promise.reject(new Error('no room')));
    await deadline.takeDue().catch(() => undefined);
    const taken = async () => [...(await yard.revisions(deploy)), ...(await yard.revisions(staged))];
    expect(await taken()).toHaveLength(1);
    await deadline.takeDue();
    expect(await taken()).toHaveLength(2);
  });
});

describe('While the service runs', () => {
  it('snapshots are taken when they are due, and it stops when it is told to', async () => {
    await gather();
    deadline.onApplicationBootstrap();
    await eventually(
      async () => yard.clock.sleeping,
      (sleeping) => sleeping === 1,
    );
    await yard.clock.advance(tenMinutes);
    const revisions = await eventually(
      () => yard.revisions(deploy),
      ({ length }) => length > 0,
    );
    expect(revisions).toHaveLength(1);
    await deadline.onApplicationShutdown();
    expect(yard.clock.sleeping).toBe(0);
  });
});
