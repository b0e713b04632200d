import fc from 'fast-check';
import { eventId, topics, type PublishedEvent } from '#libs/contracts';
import {
  aBuildJobsObserved,
  aBuildObserved,
  aCommitLookedUp,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import type { RecordedEvent } from '#libs/event-store';
import { uniqueName } from '#libs/event-store/testing';
import { Yard } from '../testing/yard.js';
import { SnapshotDeadline } from './deadline.js';
import { canonicalJson } from '#libs/contracts';
import { snapshotContent } from './domain/snapshot-content.js';
import { connection, organization as anyOrganization } from './testing/facts.js';
import { dice, jobActionsOf, looksOf, lookUpsOf, worlds, type World } from './testing/world.js';

type Delivery = () => Promise<void>;

let yard: Yard;

beforeAll(async () => {
  yard = await Yard.open();
});
afterAll(() => yard.close());

/** The world, moved into an organization of its own. */
function movedInto(organization: string, { deploy, facts }: World): World {
  const moved = JSON.parse(
    JSON.stringify(facts).replaceAll(
      `"organization":"${anyOrganization}"`,
      `"organization":"${organization}"`,
    ),
  ) as World['facts'];
  return { deploy: { ...deploy, id: eventId('deploy', organization), organization }, facts: moved };
}

function registered({ organization, ...deploy }: World['deploy']): RecordedEvent {
  const { id, ...details } = deploy;
  return {
    id: eventId('registered', id),
    type: 'DeployRegistered',
    data: { deploy: id, ...details, rollback: false, at: deploy.deployedAt },
    stream: `deploys-${organization}.${deploy.codeDeployment}.${deploy.environment}`,
    revision: 0,
    position: '0',
    recordedAt: deploy.deployedAt,
  };
}

/** Everything that the service hears of the world, each thing as a delivery of its own. */
function deliveries({ deploy, facts }: World): Delivery[] {
  const { organization, project } = deploy;
  const at = '2026-03-01T00:00:00.000Z';
  const heard = (topic: string, event: PublishedEvent) => () => yard.handle(topic, [event]);
  return [
    () => yard.follow('deploys-show-deploys', [registered(deploy)]),
    heard(topics.integrations.name, aDefaultBuildServerSet({ organization, project, connection, at })),
    ...facts.map((fact) => {
      switch (fact.type) {
        case 'look':
          return heard(topics.builds.name, aBuildObserved(fact.data));
        case 'jobs':
          return heard(topics.builds.name, aBuildJobsObserved(fact.data));
        case 'look-up':
          return heard(topics.commitLookUps.name, aCommitLookedUp(fact.data));
      }
    }),
  ];
}

/** The deliveries in any order, about every third one twice. */
function shuffled(all: readonly Delivery[], thrown: readonly number[]): Delivery[] {
  const throwOf = (index: number) => thrown[index % thrown.length] ?? 0;
  const repeats = all.filter((_delivery, index) => throwOf(index) % 3 === 0);
  const mixed: Delivery[] = [];
  [...all, ...repeats].forEach((delivery, index) =>
    mixed.splice(throwOf(index) % (mixed.length + 1), 0, delivery),
  );
  return mixed;
}

/** What the last revision says once the time for gathering is over. */
async function lastContent({ deploy }: World): Promise<string> {
  await yard.clock.advance(600_000);
  await yard.get(SnapshotDeadline).takeDue();
  const last = (await yard.revisions(deploy.id, deploy.organization)).at(-1);
  return canonicalJson(last?.content ?? null);
}

describe('Facts in any order and with any repeats, deploy and build server among them', () => {
  it('lead to the content that the pure function gives', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, dice, async (world, thrown) => {
        const here = movedInto(uniqueName('acme'), world);
        for (const deliver of shuffled(deliveries(here), thrown)) await deliver();
        const { deploy, facts } = here;
        const pure = snapshotContent({
          deploy,
          connection,
          looks: looksOf(facts),
          lookUps: lookUpsOf(facts),
          jobActions: jobActionsOf(facts, deploy.organization),
        });
        expect(await lastContent(here)).toBe(canonicalJson(pure));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('lead to it also when many are delivered at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, dice, async (world, thrown) => {
        const here = movedInto(uniqueName('acme'), world);
        await Promise.all(shuffled(deliveries(here), thrown).map((deliver) => deliver()));
        const { deploy, facts } = here;
        const pure = snapshotContent({
          deploy,
          connection,
          looks: looksOf(facts),
          lookUps: lookUpsOf(facts),
          jobActions: jobActionsOf(facts, deploy.organization),
        });
        expect(await lastContent(here)).toBe(canonicalJson(pure));
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});

describe('Revisions', () => {
  it('never repeat the content of the one before, and are numbered without a gap', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, dice, async (world, thrown) => {
        const here = movedInto(uniqueName('acme'), world);
        for (const deliver of shuffled(deliveries(here), thrown)) await deliver();
        await lastContent(here);
        const revisions = await yard.revisions(here.deploy.id, here.deploy.organization);
        const contents = revisions.map(({ content }) => canonicalJson(content));
        expect(revisions.map(({ revision }) => revision)).toEqual(
          revisions.map((_revision, index) => index + 1),
        );
        contents.forEach((content, index) => expect(content).not.toBe(contents[index - 1]));
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});
