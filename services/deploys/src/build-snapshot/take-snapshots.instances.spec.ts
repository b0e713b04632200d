import fc from 'fast-check';
import {
  canonicalJson,
  eventId,
  publishedEvents,
  topics,
  type PublishedEvent,
  type SnapshotContent,
} from '#libs/contracts';
import {
  acme,
  aBuild,
  aBuildObserved,
  aCodeDeploymentBuildServerCleared,
  aCodeDeploymentBuildServerSet,
  aCommitLookedUp,
  aDefaultBuildServerCleared,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import type { EventStore } from '#libs/event-store';
import { uniqueName } from '#libs/event-store/testing';
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
function lookAt(number: number, second: number, state = 'passed', organization = 'acme'): PublishedEvent {
  const id = eventId('build', String(number));
  const lookedAt = new Date(Date.UTC(2026, 10, 23, 12, 20, second)).toISOString();
  return aBuildObserved({ organization, lookedAt, build: aBuild({ id, number, state }) });
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

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

function slowToAppend(store: EventStore, wait: () => Promise<void>): EventStore {
  return {
    append: async (...given) => {
      await wait();
      return store.append(...given);
    },
    read: (...given) => store.read(...given),
    subscribe: (options) => store.subscribe(options),
    provision: () => store.provision(),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

describe('Three instances that each hear some of the facts, at any pace', () => {
  const delivery = fc.record({
    number: fc.integer({ min: 1, max: 3 }),
    second: fc.nat({ max: 9 }),
    state: fc.constantFrom('passed', 'failed', 'running'),
    instance: fc.nat({ max: 2 }),
    after: fc.nat({ max: 120 }),
  });
  const deliveries = fc.array(delivery, { minLength: 2, maxLength: 12 });
  const dice = fc.array(fc.nat({ max: 5 }), { minLength: 3, maxLength: 30 });
  let instances: Yard[];
  let thrown: readonly number[] = [];

  /** Waits for as many turns of the event loop as the dice say, so that the instances overtake each other at random. */
  let uses = 0;
  const roll = (): number => thrown[(uses += 1) % thrown.length] ?? 0;

  beforeEach(async () => {
    const engines = {
      documents: intercepted(yard.documents, () => turns(roll())),
      store: slowToAppend(yard.store, () => turns(30 * roll())),
    };
    instances = await Promise.all([1, 2, 3].map(() => yard.another(engines)));
  });

  it('end with what follows from all of them', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, dice, async (all, rolled) => {
        thrown = rolled;
        const organization = uniqueName('acme');
        await aShop(yard, organization);
        const registration = {
          codeDeployment: acme.codeDeployment,
          sha: acme.sha,
          deployedAt: new Date(acme.deployedAt),
        };
        const { deploy: fresh } = await yard.deploys.register(
          organization,
          registration,
          anIdentity(),
          'key-1',
        );
        const [recorded] = await yard.stored(`deploys-${organization}`);
        const hear = async (instance: number, event: PublishedEvent, after = 0) => {
          await turns(after);
          await instances[instance]?.handle(publishedEvents[event.type].topic.name, [event]);
        };
        await Promise.all([
          recorded && instances[2]?.follow('deploys-show-deploys', [recorded]),
          hear(0, aDefaultBuildServerSet({ organization })),
          hear(1, aCommitLookedUp({ organization, builds: [] })),
          ...all.map(({ number, second, state, instance, after }) =>
            hear(instance, lookAt(number, second, state, organization), after),
          ),
        ]);

        const facts = await yard.get(SnapshotFacts).of(fresh);
        const last = (await yard.revisions(fresh.id, organization)).at(-1)?.content;
        expect(canonicalJson(last)).toBe(canonicalJson(facts && snapshotContent(facts)));
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
