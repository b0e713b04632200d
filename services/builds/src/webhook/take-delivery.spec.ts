import {
  aCodeDeploymentAdded,
  aConnectionAdded,
  aConnectionRemoved,
  acme,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import { webhookJson } from '#libs/buildkite/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock } from '#libs/platform/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Collectors } from '../collection/collectors.js';
import { connectionMarks, connectionTokens, KnownConnections } from '../connection/known-connections.js';
import {
  codeDeploymentRepositories,
  deployedRepositories,
  KnownRepositories,
} from '../repository/known-repositories.js';
import { Hints, webhookHints } from './hints.js';
import { RecentDeliveries } from './recent-deliveries.js';
import { TakeDelivery } from './take-delivery.js';
import { webhookDeliveries, WebhookDeliveries } from './webhook-deliveries.js';

const noon = '2026-11-23T12:00:00.000Z';
const build = {
  id: acme.build,
  number: 7,
  commit: acme.sha,
  url: 'https://api.buildkite.com/v2/organizations/acme-inc/pipelines/shop/builds/7',
};
const pipeline = { slug: 'shop', repository: 'git@github.com:acme/shop.git' };

describe('taking a delivery', () => {
  const documents = temporaryDocuments([
    connectionTokens,
    connectionMarks,
    codeDeploymentRepositories,
    deployedRepositories,
    webhookHints,
    webhookDeliveries,
  ]);
  let connections: KnownConnections;
  let hints: Hints;
  let deliveries: WebhookDeliveries;
  let take: TakeDelivery;
  let connection: string;
  let rung: string[];

  beforeEach(async () => {
    connections = new KnownConnections(documents());
    const repositories = new KnownRepositories(documents());
    hints = new Hints(documents());
    deliveries = new WebhookDeliveries(documents());
    rung = [];
    const collectors: Pick<Collectors, 'hinted'> = { hinted: (id) => void rung.push(id) };
    take = new TakeDelivery(
      new ManualClock(noon),
      connections,
      repositories,
      hints,
      new RecentDeliveries(),
      deliveries,
      collectors as Collectors,
    );
    connection = randomUUID();
    await connections.remember([aConnectionAdded({ connection }), aDefaultBuildServerSet({ connection })]);
    await repositories.remember([aCodeDeploymentAdded()]);
  });

  const newDigest = () => randomBytes(32).toString('hex');
  const deliver = async (json: unknown, digest = newDigest(), header?: string, to = connection) => {
    const known = await connections.get(to);
    if (!known) throw new Error('The connection is not known.');
    const body = Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
    return take.of({ connection: known, body, digest }, header);
  };
  const kept = () => hints.of(connection, 100);

  it('keeps a hint at its build and rings for who holds the connection', async () => {
    const digest = newDigest();
    expect(await deliver(webhookJson('build.finished', build, pipeline), digest)).toBe('noted');
    expect(await kept()).toEqual([
      {
        id: `${connection}/${digest}`,
        connection,
        buildkiteOrganization: 'acme-inc',
        pipeline: 'shop',
        number: 7,
        sha: acme.sha,
        hintedAt: noon,
      },
    ]);
    expect(rung).toEqual([connection]);
    expect(await deliveries.lastAt(connection)).toBe(noon);
  });

  it.each(['build.scheduled', 'build.running', 'build.failing', 'build.finished', 'build.skipped'])(
    'follows %s',
    async (event) => {
      expect(await deliver(webhookJson(event, build, pipeline))).toBe('noted');
    },
  );

  it('follows a step that was unblocked', async () => {
    const activated = { ...webhookJson('job.activated', build, pipeline), job: { type: 'manual' } };
    expect(await deliver(activated)).toBe('noted');
  });

  it('keeps a build without SHA by its number', async () => {
    await deliver(webhookJson('build.scheduled', { ...build, commit: 'HEAD' }, pipeline));
    expect(await kept()).toMatchObject([{ sha: null, number: 7 }]);
  });

  it('drops a repeat of the same delivery', async () => {
    const digest = newDigest();
    const again = () => deliver(webhookJson('build.finished', build, pipeline), digest);
    expect([await again(), await again()]).toEqual(['noted', 'repeated']);
    expect(await kept()).toHaveLength(1);
    expect(rung).toHaveLength(1);
  });

  it('takes a delivery of the same bytes for another connection for another one', async () => {
    const [other, digest] = [randomUUID(), newDigest()];
    await connections.remember([
      aConnectionAdded({ connection: other }),
      aDefaultBuildServerSet({ connection: other }),
    ]);
    const body = webhookJson('build.finished', build, pipeline);
    expect(await deliver(body, digest)).toBe('noted');
    expect(await deliver(body, digest, undefined, other)).toBe('noted');
  });

  it('takes a repeat again when the hint could not be kept', async () => {
    const add = hints.add.bind(hints);
    hints.add = () => Promise.reject(new Error('The documents are away.'));
    const digest = newDigest();
    const body = webhookJson('build.finished', build, pipeline);
    await expect(deliver(body, digest)).rejects.toThrow('The documents are away.');
    hints.add = add;
    expect(await deliver(body, digest)).toBe('noted');
    expect(await kept()).toHaveLength(1);
  });

  it('keeps two hints of two deliveries about one build', async () => {
    await deliver(webhookJson('build.running', build, pipeline));
    await deliver(webhookJson('build.finished', build, pipeline));
    expect(await kept()).toHaveLength(2);
  });

  it('sees from a ping that the webhook works', async () => {
    expect(await deliver({ event: 'ping', service: {}, organization: { slug: 'acme-inc' } })).toBe('ping');
    expect(await deliveries.lastAt(connection)).toBe(noon);
  });

  it.each(['agent.connected', 'job.started', 'job.finished', 'foo.bar', ''])('drops %j', async (event) => {
    expect(await deliver(webhookJson(event, build, pipeline))).toBe('event-ignored');
    expect(await deliveries.lastAt(connection)).toBe(noon);
  });

  it('asks the header for the event where the body has none', async () => {
    const { event: _, ...old } = webhookJson('', build, pipeline);
    expect(await deliver(old, newDigest(), 'build.finished')).toBe('noted');
    expect(await deliver(old, newDigest(), 'build')).toBe('event-ignored');
  });

  it.each([
    ['names no build', { build: undefined }],
    ['names a build without address', { build: { ...build, url: null } }],
  ])('drops a delivery that %s', async (_what, changes) => {
    const body = { ...webhookJson('build.running', build, pipeline), ...changes };
    expect(await deliver(body)).toBe('build-unreadable');
  });

  it('drops builds of Buildkite organizations that the connection does not reach', async () => {
    const url = build.url.replace('acme-inc', 'globex');
    expect(await deliver(webhookJson('build.running', { ...build, url }, pipeline))).toBe(
      'organization-foreign',
    );
  });

  it('drops builds of repositories that nobody deploys', async () => {
    const other = { ...pipeline, repository: 'git@github.com:acme/other.git' };
    expect(await deliver(webhookJson('build.running', build, other))).toBe('repository-unknown');
  });

  it('keeps builds whose repository it does not tell', async () => {
    const silent = { ...pipeline, repository: undefined };
    expect(await deliver(webhookJson('build.running', build, silent))).toBe('noted');
  });

  it('drops builds of a connection that is no build server, or was one and is removed', async () => {
    const idle = randomUUID();
    await connections.remember([aConnectionAdded({ connection: idle })]);
    const body = webhookJson('build.running', build, pipeline);
    expect(await deliver(body, newDigest(), undefined, idle)).toBe('not-a-build-server');
    await connections.remember([aConnectionRemoved({ connection })]);
    expect(await deliver(body)).toBe('not-a-build-server');
  });

  it('keeps nothing of what is no JSON object, not even that it came', async () => {
    for (const text of ['', 'no json', '[]', '{'])
      expect([text, await deliver(text)]).toEqual([text, 'not-json']);
    expect(await deliveries.lastAt(connection)).toBeUndefined();
  });

  it('leaves no hint behind whenever it drops something', async () => {
    await deliver(webhookJson('foo.bar', build, pipeline));
    await deliver(webhookJson('build.running', build, { ...pipeline, repository: 'github.com/acme/other' }));
    expect(await kept()).toEqual([]);
    expect(rung).toEqual([]);
  });
});
