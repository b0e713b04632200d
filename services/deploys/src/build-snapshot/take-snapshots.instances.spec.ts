import fc from 'fast-check';
import {
  canonicalJson,
  eventId,
  topics,
  type CommitLookedUp,
  type PublishedEvent,
  type SnapshotContent,
} from '#libs/contracts';
import {
  aBuild,
  aBuildObserved,
  aCodeDeploymentBuildServerCleared,
  aCodeDeploymentBuildServerSet,
  aCommitLookedUp,
  aDefaultBuildServerCleared,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import { Holdup, intercepted } from '../testing/intercepted.js';
import { anIdentity, aShop, register } from '../testing/shop.js';
import { Yard } from '../testing/yard.js';
import { SnapshotDeadline } from './deadline.js';
import { snapshotContent } from './domain/snapshot-content.js';
import { SnapshotFacts } from './snapshot-facts.js';

const otherConnection = '019a0f6e-2b7c-4d11-8a55-6e3f2d1c0b99';
let yard: Yard;
let other: Yard;
let held: Holdup;
let deploy: string;

/** Two instances; the other one can be held up. */
beforeEach(async () => {
  yard = await Yard.open();
  held = new Holdup();
  other = await yard.another({ documents: intercepted(yard.documents, held.pass) });
  await aShop(yard);
  deploy = (await register(yard)).deploy.id;
  await yard.show();
});
afterEach(() => yard.close());

/** A look at a build of the deploy's SHA, later than the deploy. */
function lookAt(number: number, second: number, state = 'passed'): PublishedEvent {
  const id = eventId('build', String(number));
  const lookedAt = new Date(Date.UTC(2026, 10, 23, 12, 20, second)).toISOString();
  return aBuildObserved({ lookedAt, build: aBuild({ id, number, state }) });
}

async function contents(): Promise<SnapshotContent[]> {
  return (await yard.revisions(deploy)).map(({ content }) => content);
}

/** What follows from all facts that are kept, whoever kept them. */
async function pureContent(): Promise<SnapshotContent | undefined> {
  const [document] = await yard.get(SnapshotFacts).deploys([deploy]);
  const facts = document && (await yard.get(SnapshotFacts).of(document));
  return facts && snapshotContent(facts);
}

describe('Two instances that hear facts about one deploy', () => {
  it('end with what follows from all of them when one had read before the other was done', async () => {
    await yard.hear(aDefaultBuildServerSet(), aBuildObserved(), aCommitLookedUp());
    yard.store.failAppends(() => other.hear(lookAt(43, 30)));
    await yard.hear(lookAt(44, 10, 'failed'));

    expect((await contents()).at(-1)?.builds.map(({ number }) => number)).toEqual([44, 43, 42]);
    expect((await contents()).at(-1)).toEqual(await pureContent());
  });

  it('do so when the other one found nothing to correct before the old facts were appended', async () => {
    await yard.hear(aDefaultBuildServerSet(), aBuildObserved(), aCommitLookedUp());
    const [first] = await contents();
    const [set, cleared] = [
      aCodeDeploymentBuildServerSet({
        connection: otherConnection,
        at: '2026-11-23T10:00:00.000Z',
        sequence: 8,
      }),
      aCodeDeploymentBuildServerCleared({ at: '2026-11-23T11:00:00.000Z', sequence: 9 }),
    ];
    yard.store.failAppends(() => other.hear(cleared));
    await yard.hear(set);

    expect(await pureContent()).toEqual(first);
    expect((await contents()).at(-1)).toEqual(first);
  });

  it('take the first snapshot once', async () => {
    await yard.hear(aDefaultBuildServerSet(), aBuildObserved());
    yard.store.failAppends(() => other.handle(topics.commitLookUps.name, [lookUp]));
    const lookUp = aCommitLookedUp();
    await yard.hear(lookUp);
    expect(await contents()).toEqual([await pureContent()]);
  });
});

describe('Two instances at the deadline', () => {
  it('take the snapshot once', async () => {
    await yard.hear(aDefaultBuildServerSet(), aBuildObserved());
    await yard.clock.advance(600_000);
    await Promise.all([yard.get(SnapshotDeadline).takeDue(), other.get(SnapshotDeadline).takeDue()]);
    expect(await contents()).toMatchObject([{ complete: false, builds: [{}] }]);
  });

  it('take it also when one had found the deploy unserved while the other heard of a build server', async () => {
    const cleared = { at: '2026-11-23T11:00:00.000Z', sequence: 5 };
    await yard.hear(aDefaultBuildServerSet({ sequence: 4 }), aBuildObserved());
    held.at('awaited-snapshots');
    const unserved = other.hear(aDefaultBuildServerCleared(cleared));
    await held.reached();
    await yard.hear(aDefaultBuildServerSet({ at: '2026-11-23T11:30:00.000Z', sequence: 6 }));
    held.release();
    await unserved;

    await yard.clock.advance(1_200_000);
    await yard.get(SnapshotDeadline).takeDue();
    expect(await contents()).toMatchObject([{ complete: false, builds: [{}] }]);
  });
});

describe('A deploy that is deleted while its snapshot is taken elsewhere', () => {
  it('gets no revision from facts that are heard afterwards', async () => {
    await yard.hear(aDefaultBuildServerSet(), aBuildObserved(), aCommitLookedUp());
    held.at('deploys-g1');
    const hearing = other.hear(lookAt(43, 30));
    await held.reached();
    await yard.deploys.delete('acme', deploy, anIdentity(), 'key-1');
    held.release();
    await hearing;
    expect(await contents()).toHaveLength(1);
  });
});

describe('A deploy and facts about it', () => {
  it('lead to a snapshot when one instance is told of the deploy while another one keeps the facts', async () => {
    const { deploy: late } = await register(yard, { environment: 'staging' });
    deploy = late.id;
    held.at('deploys-g1');
    const hearing = other.hear(aDefaultBuildServerSet(), aBuildObserved(), aCommitLookedUp());
    await held.reached();
    await yard.show();
    held.release();
    await hearing;
    expect(await contents()).toEqual([await pureContent()]);
  });
});

/** Waits for as many turns of the event loop as the dice say, so that the instances overtake each other at random. */
function dawdling(thrown: readonly number[]): () => Promise<void> {
  let uses = 0;
  return async () => {
    uses += 1;
    for (let turns = (thrown[uses % thrown.length] ?? 0) % 4; turns > 0; turns -= 1)
      await new Promise(setImmediate);
  };
}

describe('Three instances that each hear some of the facts, at any pace', () => {
  const states = fc.constantFrom('passed', 'failed', 'running');
  const look = fc.record({
    number: fc.integer({ min: 1, max: 3 }),
    second: fc.nat({ max: 5 }),
    state: states,
  });
  const fact = fc.oneof(
    { weight: 6, arbitrary: look.map(({ number, second, state }) => lookAt(number, second, state)) },
    { weight: 2, arbitrary: fc.subarray([1, 2, 3]).map((numbers) => lookUpOf(numbers)) },
  );
  const deliveries = fc.array(fc.record({ fact, instance: fc.nat({ max: 2 }) }), {
    minLength: 2,
    maxLength: 12,
  });
  const dice = fc.array(fc.nat(), { minLength: 3, maxLength: 30 });

  function lookUpOf(numbers: readonly number[]): PublishedEvent {
    const builds: CommitLookedUp['builds'] = numbers.map((number) => eventId('build', String(number)));
    return aCommitLookedUp({ builds, lookedAt: '2026-11-23T12:20:00.000Z' });
  }

  it('end with what follows from all of them', async () => {
    let environments = 0;
    await fc.assert(
      fc.asyncProperty(deliveries, dice, async (all, thrown) => {
        const here = await Yard.open();
        const pace = dawdling(thrown);
        const instances = await Promise.all(
          [1, 2, 3].map(() => here.another({ documents: intercepted(here.documents, pace) })),
        );
        await aShop(here);
        environments += 1;
        const { deploy: fresh } = await register(here);
        const hear = (one: Yard | undefined, event: PublishedEvent) => one?.hear(event);
        await Promise.all([
          instances[environments % 3]?.show(),
          hear(instances[0], aDefaultBuildServerSet()),
          ...all.map(({ fact: event, instance }) => hear(instances[instance], event)),
        ]);
        await here.clock.advance(600_000);
        await Promise.all(instances.map((one) => one.get(SnapshotDeadline).takeDue()));

        const facts = await here.get(SnapshotFacts).of(fresh);
        const last = (await here.revisions(fresh.id)).at(-1)?.content;
        expect(canonicalJson(last)).toBe(canonicalJson(facts && snapshotContent(facts)));
        await here.close();
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});
