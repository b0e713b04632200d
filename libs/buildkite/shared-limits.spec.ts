import { temporaryDocuments } from '#libs/documents/testing';
import { Secret, type Clock } from '#libs/platform';
import { RecordingLog } from '#libs/platform/testing';
import {
  startBuildkiteStandIn,
  type AddedToken,
  type RunningBuildkite,
} from '../../test/standins/buildkite/testing/index.js';
import type { BuildkiteClient } from './client/client.js';
import type { Urgency } from './client/urgency.js';
import { createBuildkite, type Buildkite } from './create-buildkite.js';
import { RateLimited } from './errors.js';
import { buildkiteBudgets } from './governor/budget-collection.js';
import { busiestMinute, turningClock } from './testing/turning-clock.js';

const acme = { organization: 'acme' };
const user = 'user-1';

describe('processes that ask Buildkite', () => {
  const documents = temporaryDocuments();
  let standIn: RunningBuildkite;
  let clock: Clock;
  let token: AddedToken;
  let processes: Buildkite[];

  beforeEach(async () => {
    await documents().drop(buildkiteBudgets.name);
    await documents().provision([buildkiteBudgets]);
    standIn = await startBuildkiteStandIn({ organizations: ['acme', 'globex'] });
    clock = await turningClock(standIn);
    token = await standIn.addToken();
    processes = [];
  });

  afterEach(async () => {
    await Promise.all(processes.map((process) => process.close()));
    await standIn.close();
  });

  function start(): { readonly client: BuildkiteClient; readonly process: Buildkite } {
    const parts = { documents: documents(), clock, log: new RecordingLog() };
    const process = createBuildkite({ apiUrl: standIn.apiUrl, allowInsecure: true, ...parts });
    processes.push(process);
    return { process, client: process.client(new Secret(token.value), user) };
  }

  const statuses = async () => new Set((await standIn.requests()).map(({ status }) => status));
  const unlessLimited = (error: unknown) => expect(error).toBeInstanceOf(RateLimited);

  it('stay under 80 % of the user’s limit together, by the stand-in’s own count', async () => {
    const clients = [start(), start(), start()].map(({ client }) => client);
    const urgencies = ['background', 'look-up', 'interactive', 'background'] as const;
    const asked = Array.from({ length: 120 }, async (_, n) => {
      const query = { organization: n % 2 === 0 ? 'acme' : 'globex' };
      const priority = urgencies[n % 4] ?? 'background';
      await clients[n % 3]?.builds(query, { priority }).catch(unlessLimited);
    });
    await Promise.all(asked);
    expect(await statuses()).toEqual(new Set([200]));
    expect(await busiestMinute(standIn)).toBeLessThanOrEqual(40);
    expect(await standIn.requestTotal()).toBeGreaterThan(80);
  });

  it('stay under 80 % of an organization’s limit together, whoever asks', async () => {
    await standIn.changeSettings({ organizationLimit: 20 });
    const clients = await Promise.all(
      ['user-1', 'user-2', 'user-3'].map(async (name) => {
        const { value } = await standIn.addToken({ user: { name, email: `${name}@example.com` } });
        return start().process.client(new Secret(value), name);
      }),
    );
    await clients[0]?.builds(acme);
    await Promise.all(Array.from({ length: 60 }, async (_, n) => clients[n % 3]?.builds(acme)));
    expect(await statuses()).toEqual(new Set([200]));
    expect(await busiestMinute(standIn)).toBeLessThanOrEqual(16);
  });

  it.each([
    ['rest_user', 9],
    ['rest', 27],
  ] as const)('send nothing while one of them is refused by %s', async (scope, resetSeconds) => {
    const [one, two] = [start(), start()];
    await standIn.addFault({ kind: 'rate-limit', scope, resetSeconds });
    await one.client.builds(acme, { priority: 'interactive' }).catch(unlessLimited);
    const refusedAt = clock.now().getTime();
    await Promise.all([one, two, two].map(({ client }) => client.builds(acme)));
    const [, ...later] = (await standIn.requests()).map(({ at }) => Date.parse(at) - refusedAt);
    expect(later).toHaveLength(3);
    for (const ms of later) expect(ms).toBeGreaterThanOrEqual(resetSeconds * 1_000 + 500);
  });

  it('leave room for a person, whichever of them the person asks', async () => {
    const [busy, asked] = [start(), start()];
    const stop = new AbortController();
    const urgency: Urgency = { priority: 'background', signal: stop.signal };
    for (let sent = 0; sent < 34; sent++) await busy.client.builds(acme, urgency);
    const before = clock.now();
    await expect(asked.client.organizations()).resolves.toHaveLength(2);
    await expect(asked.client.builds(acme, { priority: 'look-up' })).resolves.toBeDefined();
    expect(clock.now()).toEqual(before);
  });

  it('count what one sent that was killed in the midst of a request', async () => {
    const killed = start();
    for (let sent = 0; sent < 30; sent++) await killed.client.builds(acme);
    await standIn.addFault({ kind: 'delay', ms: 60_000 }, { times: 4 });
    for (let sent = 0; sent < 4; sent++) void killed.client.builds(acme).catch(() => undefined);
    while ((await standIn.requestTotal()) < 34) await new Promise(setImmediate);
    const next = start();
    expect(await next.client.budget()).toMatchObject({ used: 34 });
    const before = clock.now().getTime();
    await next.client.builds(acme);
    expect(clock.now().getTime() - before).toBeGreaterThanOrEqual(60_000);
    expect(await busiestMinute(standIn)).toBeLessThanOrEqual(34);
  });
});
