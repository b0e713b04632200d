import { decodeEvent } from '#libs/contracts';
import { aBuildObserved, aCommitLookedUp, aDefaultBuildServerSet, recordOf } from '#libs/contracts/testing';
import { anIdentity, aShop, register } from './testing/shop.js';
import { Yard } from './testing/yard.js';

let yard: Yard;

beforeEach(async () => {
  yard = await Yard.open();
  await aShop(yard);
});
afterEach(() => yard.close());

/** What a relay publishes of all that is stored. */
async function published(name: string) {
  const relay = yard.relays.get(name);
  const prefix = relay?.prefixes[0] ?? 'none';
  return (await yard.stored(prefix)).map((event) => relay?.map(event));
}

describe('What is decided', () => {
  it.each([
    ['deploys-publish-projects', 4],
    ['deploys-publish-deploys', 2],
    ['deploys-publish-snapshots', 1],
  ])('is published by %s in a form that consumers can read', async (name, count) => {
    const { deploy } = await register(yard);
    await yard.show();
    await yard.hear(aDefaultBuildServerSet(), aBuildObserved(), aCommitLookedUp());
    await yard.deploys.delete('acme', deploy.id, anIdentity(), 'key-1');
    const events = await published(name);
    expect(events).toHaveLength(count);
    for (const event of events) expect(event && decodeEvent(recordOf(event))).toEqual({ ok: true, event });
  });
});

describe('A registered deploy', () => {
  it('is shown by the follower when the process died before it could show it itself', async () => {
    const { deploy } = await register(yard);
    const { deploys } = yard.readModel.generation(1);
    await deploys.remove([deploy.id]);
    await yard.show();
    expect(await deploys.get(deploy.id)).toEqual(deploy);
  });

  it('gets its snapshot when all facts were there before it, once', async () => {
    await yard.hear(aDefaultBuildServerSet(), aBuildObserved(), aCommitLookedUp());
    const { deploy } = await register(yard);
    await yard.show();
    await yard.show();
    const [event] = await yard.stored('deploys-');
    expect(await yard.revisions(deploy.id)).toMatchObject([
      { revision: 1, because: [{ type: 'sleuth.deploy-registered.v1', id: event?.id }] },
    ]);
    expect(await yard.tab.snapshot(deploy)).toMatchObject({ status: 'taken', revision: 1, revisions: 1 });
  });

  it('gets none when it was deleted in the same breath', async () => {
    await yard.hear(aDefaultBuildServerSet(), aBuildObserved(), aCommitLookedUp());
    const { deploy } = await register(yard);
    await yard.deploys.delete('acme', deploy.id, anIdentity(), 'key-1');
    await yard.show();
    expect(await yard.revisions(deploy.id)).toEqual([]);
  });
});
