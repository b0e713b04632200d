import { createHmac } from 'node:crypto';
import { sha } from '../../testing/a-build.js';
import { ControlRefused } from '../../testing/control-request.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { WebhookReceiver } from '../../testing/webhook-receiver.js';
import { at } from '../build/at.js';

const SECRET = 'a-secret-that-nobody-may-see';

let bk: RunningBuildkite;
let receiver: WebhookReceiver;

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  bk = await startBuildkiteStandIn({ organizations: ['acme', 'umbrella'] });
  await bk.addPipelines([{ slug: 'app' }, { slug: 'secret', organization: 'umbrella' }]);
});

afterEach(async () => {
  await bk.close();
  await receiver.close();
});

const hook = (): { url: string; secret: string } => ({ url: receiver.url, secret: SECRET });

describe('a webhook', () => {
  it('is told what happens to the builds of its organization, in order', async () => {
    await bk.addWebhook(hook());
    const script = [at('0s').scheduled(), at('10s').running(), at('20s').passed()];
    await bk.addBuild({ pipeline: 'app', commit: sha(1), message: 'one', script });
    await bk.addBuild({ organization: 'umbrella', pipeline: 'secret', commit: sha(1), script });
    expect(receiver.told).toEqual(['build.scheduled one', 'job.scheduled one']);
    await bk.addBuild({ pipeline: 'app', commit: sha(1), message: 'two', script: [at('15s').running()] });
    await bk.turnClock('1m');
    expect(receiver.told.slice(2)).toEqual([
      'build.running one',
      'job.started one',
      'build.running two',
      'job.started two',
      'job.finished one',
      'build.finished one',
    ]);
  });

  it('is told only the events that are ticked', async () => {
    await bk.addWebhook({ ...hook(), events: ['build.finished'] });
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script: [at('0s').running(), at('1s').passed()] });
    await bk.turnClock('1s');
    expect(receiver.events).toEqual(['build.finished']);
  });

  it('is not told what happened before it was there', async () => {
    const script = [at('0s').running(), at('10s').passed()];
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script });
    await bk.addWebhook(hook());
    await bk.addBuild({ pipeline: 'app', commit: sha(2), createdAt: '-1h', script });
    await bk.turnClock('1s');
    expect(receiver.events).toEqual([]);
    await bk.turnClock('1m');
    expect(receiver.events).toEqual(['job.finished', 'build.finished']);
  });

  it('is told at once of what a script is extended by for now', async () => {
    const { id } = await bk.addBuild({ pipeline: 'app', commit: sha(1) });
    await bk.addWebhook({ ...hook(), events: ['build.running'] });
    await bk.turnClock('10s');
    await bk.extendBuild(id, [at('10s').running()]);
    expect(receiver.events).toEqual(['build.running']);
  });

  it('is told of a blocked build as finished, and of its retry as running', async () => {
    await bk.addWebhook({ ...hook(), events: ['build.running', 'build.finished'] });
    const script = [at('1s').running(), at('5s').blocked(), at('9s').unblocked(), at('12s').failed()];
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script: [...script, at('1m').retried()] });
    await bk.turnClock('2m');
    expect(
      receiver.received.map(({ body }) => [body.event, body.build['state'], body.build['blocked']]),
    ).toEqual([
      ['build.running', 'running', false],
      ['build.finished', 'passed', true],
      ['build.running', 'running', false],
      ['build.finished', 'failed', false],
      ['build.running', 'running', false],
    ]);
  });

  it('has a receiver on this machine, an organization that is there, and known events', async () => {
    const add = (spec: object): Promise<unknown> => bk.addWebhook({ ...hook(), ...spec });
    for (const url of [
      'http://example.com/hooks',
      'https://127.0.0.1/hooks',
      'http://user:secret@127.0.0.1/hooks',
      'http://127.0.0.1.example.com/hooks',
      'hooks',
    ])
      await expect(add({ url })).rejects.toThrow('url is not a plain HTTP address of this machine');
    await expect(add({ organization: 'none' })).rejects.toMatchObject({ status: 404 });
    await expect(add({ events: ['build.blocked'] })).rejects.toMatchObject({ status: 400 });
    await expect(add({ token: 'x' })).rejects.toThrow(ControlRefused);
    for (const url of ['http://localhost:1/hooks', 'http://[::1]:1/hooks'])
      expect(await add({ url })).toMatchObject({ url });
  });

  it('is told nothing once it is removed, and with it goes all that was noted', async () => {
    await bk.addWebhook(hook());
    await bk.setWebhookConduct({ delayShare: 1, delayMostMs: 1_000, seed: 5 });
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script: [at('0s').running()] });
    expect(await bk.webhookDeliveries()).toMatchObject({ delayed: 2, waiting: 2 });
    await bk.clearWebhooks();
    await bk.turnClock('1m');
    expect(await bk.webhookDeliveries()).toEqual({
      total: 0,
      failed: 0,
      lost: 0,
      doubled: 0,
      delayed: 0,
      reordered: 0,
      waiting: 0,
      deliveries: [],
    });
    expect(receiver.received).toEqual([]);
    expect(await bk.setWebhookConduct({})).toMatchObject({ delayShare: 0, seed: 1 });
  });

  it('goes with the world', async () => {
    await bk.addWebhook(hook());
    await bk.clearWorld();
    await bk.addOrganization('acme');
    await bk.addPipeline('app');
    await bk.addBuild({ pipeline: 'app', commit: sha(1) });
    expect(receiver.received).toEqual([]);
  });
});

describe('a delivery', () => {
  it('has the headers that Buildkite sends, and a signature of the stand-in’s time', async () => {
    await bk.addWebhook(hook());
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script: [at('90500ms').running()] });
    await bk.turnClock('3m');
    const [delivery] = receiver.received;
    const { headers = {}, raw = '' } = delivery ?? {};
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Buildkite-Request',
      'x-buildkite-event': 'build.running',
    });
    expect(headers['x-buildkite-request']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(headers).not.toHaveProperty('x-buildkite-token');
    const timestamp = String(Date.UTC(2026, 2, 1, 12, 1, 30) / 1_000);
    const hex = createHmac('sha256', SECRET).update(`${timestamp}.${raw}`).digest('hex');
    expect(headers['x-buildkite-signature']).toBe(`timestamp=${timestamp},signature=${hex}`);
  });

  it('shows the build as REST does, but for its jobs and environment, and the pipeline beside it', async () => {
    await bk.addWebhook({ ...hook(), events: ['build.running'] });
    await bk.addBuild({ pipeline: 'app', commit: sha(1), env: { KEY: 'x' }, script: [at('5s').running()] });
    await bk.turnClock('5s');
    const [{ body } = { body: undefined }] = receiver.received;
    expect(Object.keys(body ?? {})).toEqual(['event', 'build', 'pipeline', 'sender']);
    expect(body?.build).toMatchObject({
      url: `${bk.url}/v2/organizations/acme/pipelines/app/builds/1`,
      state: 'running',
      started_at: '2026-03-01T12:00:05.000Z',
      commit: sha(1),
    });
    for (const absent of ['jobs', 'pipeline', 'env', 'graphql_id'])
      expect(body?.build).not.toHaveProperty(absent);
    expect(body?.pipeline).toMatchObject({ slug: 'app', repository: 'git@github.com:acme/app.git' });
    expect(Object.keys(body?.sender ?? {})).toEqual(['id', 'name']);
  });

  it('of a job shows it, too, and who retried it', async () => {
    await bk.addWebhook({ ...hook(), events: ['job.scheduled', 'job.activated'] });
    const script = [at('1s').running(), at('2s').failed(), at('1m').retried(), at('2m').blocked()];
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script: [...script, at('3m').unblocked()] });
    await bk.turnClock('3m');
    const [retry, activated, release] = receiver.received.map(({ body }) => body);
    expect(Object.keys(retry ?? {})).toEqual(['event', 'job', 'build', 'pipeline', 'sender']);
    expect(retry?.job).toMatchObject({
      step_key: 'test',
      state: 'scheduled',
      retries_count: 1,
      retry_source: { retry_type: 'manual', retried_by: { name: 'Sam Example' } },
    });
    expect(activated).toMatchObject({
      event: 'job.activated',
      job: { type: 'manual', state: 'unblocked', unblocked_at: '2026-03-01T12:03:00.000Z' },
    });
    expect(release?.job).toMatchObject({ step_key: 'release-1', retry_source: null });
  });

  it('that comes late shows the build as it is by then', async () => {
    await bk.addWebhook({ ...hook(), events: ['build.running'] });
    await bk.setWebhookConduct({ delayShare: 1, delayMostMs: 120_000, seed: 3 });
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script: [at('1s').running(), at('2s').passed()] });
    await bk.turnClock('5m');
    expect(receiver.received[0]?.body).toMatchObject({ event: 'build.running', build: { state: 'passed' } });
    const [{ changedAt, at: sentAt } = { changedAt: '', at: '' }] = (await bk.webhookDeliveries()).deliveries;
    expect(changedAt).toBe('2026-03-01T12:00:01.000Z');
    expect(Date.parse(sentAt) - Date.parse(changedAt)).toBeGreaterThan(1_000);
  });

  it('is not sent for a build that has gone meanwhile', async () => {
    await bk.addWebhook({ ...hook(), events: ['build.running'] });
    await bk.setWebhookConduct({ delayShare: 1, delayMostMs: 120_000, seed: 3 });
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script: [at('0s').running()] });
    await bk.removePipeline({ organization: 'acme', slug: 'app' });
    await bk.turnClock('5m');
    expect(receiver.received).toEqual([]);
    expect(await bk.webhookDeliveries()).toMatchObject({ total: 0, waiting: 0 });
  });
});

describe('the log of deliveries', () => {
  it('tells what was sent when, and how it was answered', async () => {
    const { id } = await bk.addWebhook({ ...hook(), events: ['build.running', 'build.finished'] });
    receiver.answer = (response, { body }) => {
      response.writeHead(body.event === 'build.running' ? 503 : 200).end('a body');
    };
    const script = [at('1s').running(), at('5s').passed()];
    const build = await bk.addBuild({ pipeline: 'app', commit: sha(1), script });
    await bk.turnClock('1m');
    const common = { webhook: id, organization: 'acme', build: build.id, error: null };
    expect(await bk.webhookDeliveries()).toMatchObject({
      total: 2,
      failed: 1,
      waiting: 0,
      deliveries: [
        { ...common, event: 'build.running', at: '2026-03-01T12:00:01.000Z', status: 503 },
        { ...common, event: 'build.finished', at: '2026-03-01T12:00:05.000Z', status: 200 },
      ],
    });
  });

  it('tells when nobody answers, and nothing is sent again', async () => {
    await bk.addWebhook({ ...hook(), url: 'http://127.0.0.1:1/hooks', events: ['build.running'] });
    await bk.addBuild({ pipeline: 'app', commit: sha(1), script: [at('1s').running()] });
    await bk.turnClock('1m');
    await bk.turnClock('1h');
    expect(await bk.webhookDeliveries()).toMatchObject({
      total: 1,
      failed: 1,
      deliveries: [{ status: null, error: 'ECONNREFUSED' }],
    });
  });

  it('never holds a secret, nor does anything else that is shown', async () => {
    const { id } = await bk.addWebhook({ ...hook(), events: ['build.scheduled'] });
    await bk.addBuild({ pipeline: 'app', commit: sha(1) });
    for (const path of ['webhooks', 'webhooks/deliveries', 'requests', 'world']) {
      const shown = await (await fetch(`${bk.url}/_control/${path}`)).text();
      expect(shown).not.toContain(SECRET);
    }
    expect(await (await fetch(`${bk.url}/_control/webhooks`)).json()).toEqual([
      { id, organization: 'acme', url: receiver.url, events: ['build.scheduled'] },
    ]);
    expect(receiver.received).toHaveLength(1);
    expect(JSON.stringify(receiver.received)).not.toContain(SECRET);
  });
});
