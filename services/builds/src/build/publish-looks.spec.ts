import type { Bus } from '#libs/bus';
import { openTemporaryBus, readAll, type TemporaryBus } from '#libs/bus/testing';
import { topics } from '#libs/contracts';
import { aBuild, aCodeDeploymentAdded, aDeployRegistered, acme } from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock } from '#libs/platform/testing';
import { randomUUID } from 'node:crypto';
import { Registry } from 'prom-client';
import { JobsRequests, jobsRequests } from '../build-jobs/jobs-requests.js';
import { CollectingMetrics } from '../collection/collecting-metrics.js';
import { KnownDeploys, knownDeploys } from '../deploy/known-deploys.js';
import {
  codeDeploymentRepositories,
  deployedRepositories,
  KnownRepositories,
} from '../repository/known-repositories.js';
import type { Look } from './domain/look.js';
import { PublishLooks, type SeenPage } from './publish-looks.js';
import { publishedLooks, PublishedLooks } from './published-looks.js';

describe('publishing looks', () => {
  const documents = temporaryDocuments([
    publishedLooks,
    knownDeploys,
    jobsRequests,
    codeDeploymentRepositories,
    deployedRepositories,
  ]);
  let temporary: TemporaryBus;
  let bus: Bus;
  let connection: string;
  let deploys: KnownDeploys;
  let published: PublishedLooks;
  let requests: JobsRequests;
  let metrics: CollectingMetrics;
  let publishLooks: PublishLooks;

  beforeEach(async () => {
    temporary = await openTemporaryBus();
    ({ bus } = temporary);
    await bus.provision([topics.builds]);
    connection = randomUUID();
    deploys = new KnownDeploys(documents());
    published = new PublishedLooks(documents());
    metrics = new CollectingMetrics(new Registry());
    requests = new JobsRequests(documents(), new ManualClock('2026-11-23T13:00:00.000Z'));
    publishLooks = new PublishLooks(bus, repositories(), deploys, published, requests, metrics);
    await repositories().remember([aCodeDeploymentAdded()]);
  });

  afterEach(() => temporary.remove());

  const repositories = () => new KnownRepositories(documents());
  const publish = (...looks: readonly Look[]) => publishPage({ looks, unreadable: [] });
  const publishPage = (page: SeenPage['page']) =>
    publishLooks.of({
      connection: { id: connection, organization: 'acme' },
      buildkiteOrganization: 'acme-inc',
      page,
    });
  const look = (build: Partial<Look['build']>, lookedAt = '2026-11-23T12:00:00.000Z'): Look => ({
    build: aBuild(build),
    organization: 'acme-inc',
    lookedAt,
  });
  const onTopic = async () => (await readAll(bus, topics.builds.name)).length;

  it('puts them on the topic and remembers them', async () => {
    const ours = await publish(look({ id: 'one' }), look({ id: 'two', state: 'running' }));
    expect(ours.map(({ build }) => build.id)).toEqual(['one', 'two']);
    expect(await onTopic()).toBe(2);
    const remembered = await published.of(connection, ['one', 'two']);
    expect(remembered.get('two')).toMatchObject({
      organization: 'acme',
      connection,
      buildkiteOrganization: 'acme-inc',
      build: 'two',
      sha: acme.sha,
      commit: acme.sha,
      number: aBuild().number,
      pipeline: { id: aBuild().pipeline.id, slug: aBuild().pipeline.slug },
      unseen: null,
      isOpen: true,
    });
  });

  it('remembers by which commit Buildkite finds a build, if by any', async () => {
    await publish(look({ id: 'one', commit: 'HEAD' }), look({ id: 'two', commit: acme.sha.toUpperCase() }));
    const remembered = await published.of(connection, ['one', 'two']);
    expect([remembered.get('one')?.commit, remembered.get('two')?.commit]).toEqual([null, acme.sha]);
  });

  it('is told of a build that it is in sight again by every look that says something new', async () => {
    await publish(look({ state: 'running' }));
    const [followed] = await published.open(connection, 'acme-inc');
    if (!followed) throw new Error('It is not followed.');
    const since = '2026-11-23T12:00:00.000Z';
    await published.note([{ ...followed, unseen: { since, askAgainAt: since } }]);
    await publish(look({ state: 'failing' }, '2026-11-23T12:01:00.000Z'));
    expect((await published.of(connection, [followed.build])).get(followed.build)?.unseen).toBeNull();
  });

  it('names builds that it does not publish because nothing changed', async () => {
    await publish(look({}));
    const ours = await publish(look({}, '2026-11-23T12:01:00.000Z'));
    expect(ours).toHaveLength(1);
    expect(await onTopic()).toBe(1);
  });

  it('publishes what has not changed when a deploy of the commit lies between', async () => {
    const sha = 'a'.repeat(40);
    await deploys.remember([
      aDeployRegistered({ deploy: randomUUID(), sha, deployedAt: '2026-11-23T12:00:30.000Z' }),
    ]);
    await publish(look({ sha }));
    await publish(look({ sha }, '2026-11-23T12:01:00.000Z'));
    await publish(look({ sha }, '2026-11-23T12:02:00.000Z'));
    expect(await onTopic()).toBe(2);
  });

  describe('of a build that was there at a deploy', () => {
    const sha = 'b'.repeat(40);
    const deployedAt = '2026-11-23T12:00:30.000Z';
    const later = '2026-11-23T12:01:00.000Z';
    const needs = async () =>
      (await requests.due(connection, 10)).map(({ build, wantedFrom }) => `${build} ${wantedFrom}`);

    async function served(by: string): Promise<void> {
      const event = aDeployRegistered({ deploy: randomUUID(), sha, deployedAt });
      await deploys.remember([event]);
      const found = await deploys.registered([event.data.deploy]);
      await deploys.keep(found.map((deploy) => ({ ...deploy, connection: by, revision: 1 })));
    }

    it('ask for its jobs behind the first look from then on, published or not', async () => {
      await publish(look({ id: 'one', sha }, later));
      await served(connection);
      await publish(look({ id: 'one', sha }, '2026-11-23T12:00:10.000Z'));
      expect(await needs()).toEqual([]);
      await publish(look({ id: 'one', sha }, later));
      await publish(look({ id: 'one', sha, state: 'failed' }, '2026-11-23T12:02:00.000Z'));
      expect(await needs()).toEqual([`one ${later}`]);
    });

    it('ask for none through a connection that does not serve the deploy', async () => {
      await served(randomUUID());
      await publish(look({ id: 'one', sha }, later));
      expect(await needs()).toEqual([]);
    });
  });

  it('keeps nothing of repositories that nobody deploys here', async () => {
    expect(await publish(look({ repository: 'github.com/someone/else' }))).toEqual([]);
    expect(await onTopic()).toBe(0);
    expect((await published.of(connection, [acme.build])).size).toBe(0);
  });

  it('remembers nothing that the bus did not take, so that it is published the next time', async () => {
    const healthy = bus.publish.bind(bus);
    bus.publish = () => Promise.reject(new Error('The bus is away.'));
    await expect(publish(look({}))).rejects.toThrow('The bus is away.');
    bus.publish = healthy;
    await publish(look({}, '2026-11-23T12:01:00.000Z'));
    expect(await onTopic()).toBe(1);
  });

  it('counts what was published and what could not be read', async () => {
    const unreadable = [{ id: undefined, reason: 'no-repository' as const }];
    await publishPage({ looks: [look({}), look({ id: 'two' })], unreadable });
    await publishPage({ looks: [look({}, '2026-11-23T12:01:00.000Z')], unreadable });
    expect((await metrics.looks.get()).values).toMatchObject([{ value: 2 }]);
    expect((await metrics.unreadable.get()).values).toMatchObject([
      { labels: { reason: 'no-repository' }, value: 2 },
    ]);
  });

  it('publishes once what is seen twice at the same time', async () => {
    await Promise.all([publish(look({})), publish(look({})), publish(look({}, '2026-11-23T12:00:01.000Z'))]);
    expect(await onTopic()).toBe(1);
  });

  it('does nothing for an empty page', async () => {
    expect(await publish()).toEqual([]);
  });
});
