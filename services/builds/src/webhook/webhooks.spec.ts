import { jest } from '@jest/globals';
import { eventually } from '#libs/bus/testing';
import { aConnectionRemoved } from '#libs/contracts/testing';
import { at, type AddedBuild } from '../../../../test/standins/buildkite/testing/index.js';
import type { Instance } from '../testing/instance.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';
import { Webhook } from '../testing/webhook.js';
import { webhookHints } from './hints.js';

jest.setTimeout(60_000);

/** Builds that run at noon, when all begins, and pass ten seconds later; the next cycle comes after a minute. */
const script = [at('0s').running(), at('130s').passed()];

describe('webhooks', () => {
  let stage: Stage;
  let team: Team;
  let webhook: Webhook;
  let instance: Instance;

  beforeEach(async () => {
    stage = await Stage.set();
    team = await Team.connected(stage);
    webhook = await Webhook.of(stage, team);
  });

  afterEach(() => stage.close());

  /** Starts with builds that the first cycle has seen running; then ten seconds pass, and nobody polls. */
  async function begin(commits: readonly string[]): Promise<readonly AddedBuild[]> {
    const builds: AddedBuild[] = [];
    for (const commit of commits) builds.push(await team.addBuild({ commit, createdAt: '-2m', script }));
    instance = await stage.start();
    await stage.looks(commits.length);
    await stage.polled(team.connection);
    await stage.clock.turn(10_000);
    await stage.buildkite.resetRequests();
    return builds;
  }

  const shas = (count: number) => Array.from({ length: count }, newSha);
  const deliver = (build: AddedBuild, event = 'build.finished') => webhook.deliver(instance, event, build);
  const passed = async () => {
    const looks = await stage.published('sleuth.build-observed.v1');
    return looks.filter(({ data }) => data.build.state === 'passed').map(({ data }) => data.build.id);
  };
  const allPassed = (builds: readonly AddedBuild[]) =>
    eventually(passed, ({ length }) => length >= builds.length);
  const hintsLeft = () => stage.documents.collection(webhookHints).count({ connection: team.connection });
  const noneLeft = () => eventually(hintsLeft, (left) => left === 0);

  it('show a build that moved on while polling rests', async () => {
    const [build] = await begin(shas(1));
    if (!build) throw new Error('There is no build.');
    expect(await deliver(build)).toEqual({ status: 202, outcome: 'noted' });
    expect(await allPassed([build])).toEqual([build.id]);
    expect(await stage.buildkite.requests({ query: 'created_from' })).toEqual([]);
    expect(await stage.buildkite.requestTotal()).toBe(1);
    await noneLeft();
  });

  it('share requests when they come together', async () => {
    const builds = await begin(shas(40));
    await stage.buildkite.setReplyDelay(100);
    await Promise.all(builds.map((build) => deliver(build)));
    expect(new Set(await allPassed(builds))).toEqual(new Set(builds.map(({ id }) => id)));
    expect(await stage.buildkite.requestTotal()).toBeLessThanOrEqual(6);
    await noneLeft();
  });

  it('share one request when they lie there together', async () => {
    const builds = await begin(shas(40));
    await stage.stop(instance);
    const [first] = builds;
    if (!first) throw new Error('There is no build.');
    const hints = builds.map(({ number, commit: sha }) => ({
      id: `${team.connection}/${number}`,
      connection: team.connection,
      buildkiteOrganization: 'acme-inc',
      pipeline: 'shop',
      number,
      sha,
      hintedAt: stage.clock.now().toISOString(),
    }));
    await stage.documents.collection(webhookHints).insertMissing(hints);
    await stage.start();
    await allPassed(builds);
    expect(await stage.buildkite.requestTotal()).toBe(1);
    await noneLeft();
  });

  it('show a build whose commit is HEAD', async () => {
    const [build] = await begin(['HEAD']);
    if (!build) throw new Error('There is no build.');
    expect(await deliver(build)).toMatchObject({ outcome: 'noted' });
    expect(await allPassed([build])).toEqual([build.id]);
    const [asked, ...others] = await stage.buildkite.requests();
    expect(asked?.path).toMatch(/\/pipelines\/shop\/builds\/1$/);
    expect(others).toEqual([]);
  });

  it('never say what a build is: late, doubled and of an older state they change nothing', async () => {
    const [build] = await begin(shas(1));
    if (!build) throw new Error('There is no build.');
    await deliver(build);
    await allPassed([build]);
    await noneLeft();
    const before = await stage.published('sleuth.build-observed.v1');
    await deliver(build, 'build.running');
    await deliver(build, 'build.scheduled');
    expect(await deliver(build)).toMatchObject({ outcome: 'repeated' });
    await noneLeft();
    expect(await stage.published('sleuth.build-observed.v1')).toEqual(before);
  });

  it('are taken under both secrets while one takes the place of the other', async () => {
    const [build] = await begin(shas(1));
    if (!build) throw new Error('There is no build.');
    const next = await webhook.make();
    await stage.handled();
    expect(await deliver(build)).toMatchObject({ status: 202 });
    webhook.enter(next);
    expect(await deliver(build)).toMatchObject({ status: 202 });
    webhook.enter(await webhook.make());
    await webhook.make();
    await stage.handled();
    webhook.enter(next);
    expect((await deliver(build)).outcome).toBe('');
  });

  it('may come to an instance that does not collect the connection', async () => {
    const [build] = await begin(shas(1));
    if (!build) throw new Error('There is no build.');
    const other = await stage.start();
    expect(await webhook.deliver(other, 'build.finished', build)).toEqual({ status: 202, outcome: 'noted' });
    expect(await allPassed([build])).toEqual([build.id]);
    expect(await stage.buildkite.requestTotal()).toBe(1);
  });

  it('are done after a restart when the process ended before', async () => {
    const [build] = await begin(shas(1));
    if (!build) throw new Error('There is no build.');
    await stage.buildkite.addFault({ kind: 'delay', ms: 60_000 });
    await deliver(build);
    await eventually(
      () => stage.buildkite.requestTotal(),
      (total) => total === 1,
    );
    await stage.stop(instance);
    expect(await hintsLeft()).toBe(1);
    await stage.start();
    expect(await allPassed([build])).toEqual([build.id]);
    await noneLeft();
  });

  it('leave the builds to the next cycle when the budget is short', async () => {
    const builds = await begin(shas(1));
    const [build] = builds;
    if (!build) throw new Error('There is no build.');
    await stage.buildkite.addFault({ kind: 'rate-limit', scope: 'rest_user', resetSeconds: 30 });
    await deliver(build);
    await noneLeft();
    expect(await passed()).toEqual([]);
    await stage.passUntil(passed, ({ length }) => length === 1, 10_000);
  });

  it('of a removed connection are refused, and what was hinted at is forgotten', async () => {
    const [build] = await begin(shas(1));
    if (!build) throw new Error('There is no build.');
    await stage.publish(aConnectionRemoved({ ...team.fact(), connection: team.connection }));
    await stage.handled();
    expect((await deliver(build)).outcome).toBe('');
    expect(await hintsLeft()).toBe(0);
    expect(await stage.buildkite.requestTotal()).toBe(0);
  });
});
