import fc from 'fast-check';
import type { PublishedEvent } from '#libs/contracts';
import {
  aCodeDeploymentAdded,
  aCodeDeploymentChanged,
  aCodeDeploymentRemoved,
  aDeployRegistered,
  anEnvironmentAdded,
  aProjectCreated,
} from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { uniqueName } from '#libs/event-store/testing';
import { KnownCodeDeployments, knownCodeDeployments } from './known-code-deployments.js';
import { ProjectsConsumer } from './projects.consumer.js';

const documents = temporaryDocuments([knownCodeDeployments]);
let known: KnownCodeDeployments;
let organization: string;

beforeEach(() => {
  known = new KnownCodeDeployments(documents());
  organization = uniqueName('acme');
});

const added = (sequence: number, codeDeployment = 'shop-web', project = 'shop') =>
  aCodeDeploymentAdded({ organization, project, codeDeployment, sequence });
const changed = (sequence: number, codeDeployment = 'shop-web') =>
  aCodeDeploymentChanged({ organization, codeDeployment, sequence });
const removed = (sequence: number, codeDeployment = 'shop-web') =>
  aCodeDeploymentRemoved({ organization, codeDeployment, sequence });

describe('Known code deployments', () => {
  it('are none before any was heard of', async () => {
    expect(await known.hasAny(organization, 'shop')).toBe(false);
    expect(await known.has(organization, 'shop', 'shop-web')).toBe(false);
  });

  it('are those that were added', async () => {
    await known.remember([added(2)]);
    expect(await known.hasAny(organization, 'shop')).toBe(true);
    expect(await known.has(organization, 'shop', 'shop-web')).toBe(true);
  });

  it('belong to one project of one organization', async () => {
    await known.remember([added(2)]);
    expect(await known.hasAny(organization, 'docs')).toBe(false);
    expect(await known.has(organization, 'docs', 'shop-web')).toBe(false);
    expect(await known.hasAny(`${organization}x`, 'shop')).toBe(false);
    expect(await known.has(`${organization}x`, 'shop', 'shop-web')).toBe(false);
  });

  it('are also those of which only a change was heard yet', async () => {
    await known.remember([changed(3)]);
    expect(await known.has(organization, 'shop', 'shop-web')).toBe(true);
  });

  it('are gone when the last one was removed', async () => {
    await known.remember([added(2), added(3, 'shop-api')]);
    await known.remember([removed(4)]);
    expect(await known.has(organization, 'shop', 'shop-web')).toBe(false);
    expect(await known.hasAny(organization, 'shop')).toBe(true);
    await known.remember([removed(5, 'shop-api')]);
    expect(await known.hasAny(organization, 'shop')).toBe(false);
  });

  it('may come back, in another project too', async () => {
    await known.remember([added(2), removed(3)]);
    await known.remember([added(4, 'shop-web', 'docs')]);
    expect(await known.has(organization, 'docs', 'shop-web')).toBe(true);
    expect(await known.hasAny(organization, 'shop')).toBe(false);
  });

  it('are not brought back by what was said before they were removed', async () => {
    await known.remember([removed(4)]);
    await known.remember([added(2), changed(3)]);
    expect(await known.has(organization, 'shop', 'shop-web')).toBe(false);
  });

  it('take no notice of other facts', async () => {
    await known.remember([
      aProjectCreated({ organization }),
      anEnvironmentAdded({ organization }),
      aDeployRegistered(),
    ]);
    await known.remember([]);
    expect(await known.hasAny(organization, 'shop')).toBe(false);
  });

  it('are heard of from the projects topic', async () => {
    await new ProjectsConsumer(known).handle([added(2)]);
    expect(await known.hasAny(organization, 'shop')).toBe(true);
  });

  it('are the same in whatever order, batches and repeats the facts come', async () => {
    const story = fc.array(fc.record({ slug: fc.constantFrom('a', 'b'), isRemoved: fc.boolean() }), {
      minLength: 1,
      maxLength: 6,
    });
    const order = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(story, order, async (told, dice) => {
        organization = uniqueName('acme');
        const facts = told.map(({ slug, isRemoved }, index) =>
          isRemoved ? removed(index, slug) : added(index, slug),
        );
        for (const batch of anyBatches(facts, dice)) await known.remember(batch);
        for (const slug of ['a', 'b']) {
          const last = told.findLast((fact) => fact.slug === slug);
          expect(await known.has(organization, 'shop', slug)).toBe(last !== undefined && !last.isRemoved);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** The facts in any order, some twice, in batches of up to three. */
function anyBatches(facts: readonly PublishedEvent[], dice: readonly number[]): PublishedEvent[][] {
  const mixed = [...facts, ...facts.slice(0, 2)]
    .map((fact, index) => ({ fact, place: dice[index] ?? 0 }))
    .sort((one, other) => one.place - other.place)
    .map(({ fact }) => fact);
  const size = ((dice[0] ?? 0) % 3) + 1;
  return Array.from({ length: Math.ceil(mixed.length / size) }, (_, index) =>
    mixed.slice(index * size, (index + 1) * size),
  );
}
