import { jest } from '@jest/globals';
import { eventually } from '#libs/bus/testing';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';
import { sweepId, sweeps, type Sweep } from './sweeps.js';

const hours = 3_600_000;

jest.setTimeout(30_000);

describe('the daily sweep', () => {
  let stage: Stage;
  let team: Team;

  beforeEach(async () => {
    stage = await Stage.set();
    team = await Team.connected(stage);
  });

  afterEach(() => stage.close());

  const sweep = (expected: (sweep: Sweep | undefined) => boolean) => {
    const kept = stage.documents.collection(sweeps);
    return eventually(() => kept.get(sweepId(team.connection, 'acme-inc')), expected);
  };
  const planned = async () => {
    const found = await sweep((known) => known !== undefined);
    if (!found) throw new Error('None is planned.');
    return found;
  };
  const begin = async () => {
    const instance = await stage.start();
    await stage.polled(team.connection);
    await planned();
    return instance;
  };
  /** Lets the time come, without a cycle being late. */
  const turnTo = async ({ nextAt }: Sweep) => {
    await stage.clock.turn(Date.parse(nextAt) - stage.clock.now().getTime());
    await stage.polled(team.connection);
  };
  /** What no cycle shows: it is listed when cycles have looked long past it, and asked for by no deploy. */
  const lateBuild = () =>
    team.addBuild({
      commit: newSha(),
      createdAt: '-2h',
      listedAt: '3h',
      script: [at('0s').running(), at('1m').skipped()],
    });
  const swept = () => stage.buildkite.requests({ query: 'created_from=2026-02-2' });

  it('finds what cycles have missed, and is done once a day', async () => {
    await begin();
    const build = await lateBuild();
    for (let step = 0; step < 3; step += 1) {
      await stage.clock.turn(hours);
      await stage.polled(team.connection);
    }
    expect(await stage.looksAt(build.id)).toEqual([]);
    const first = await planned();
    expect(first.sweptAt).toBeNull();
    await turnTo(first);
    const second = await sweep((known) => known?.sweptAt === first.nextAt);
    expect((await stage.looksAt(build.id)).map((look) => look.slice(6))).toEqual(['skipped']);
    expect(Date.parse(second?.nextAt ?? '') - Date.parse(first.nextAt)).toBe(24 * hours);
  });

  it('looks two days back, for what was created and for what finished', async () => {
    await begin();
    const first = await planned();
    await turnTo(first);
    await sweep((known) => known?.sweptAt === first.nextAt);
    const from = new Date(Date.parse(first.nextAt) - 48 * hours).toISOString();
    const requests = await stage.buildkite.requests({ query: `_from=${from}` });
    expect(requests.map(({ query }) => query.replace('exclude_jobs=true&per_page=100&', ''))).toEqual([
      `created_from=${from}`,
      `finished_from=${from}`,
    ]);
  });

  it('is not begun because an instance starts, and is made up for by the next one', async () => {
    const instance = await begin();
    const first = await planned();
    await stage.stop(instance);
    const again = await begin();
    expect(await planned()).toEqual(first);
    expect(await swept()).toEqual([]);
    await stage.stop(again);
    await stage.clock.turn(Date.parse(first.nextAt) - stage.clock.now().getTime() + hours);
    await stage.start();
    await sweep((known) => known?.sweptAt === stage.clock.now().toISOString());
  });

  it('is repeated after an hour when Buildkite refuses it', async () => {
    await begin();
    const first = await planned();
    await stage.buildkite.addFault(
      { kind: 'status', status: 422 },
      {
        match: { query: `finished_from=${new Date(Date.parse(first.nextAt) - 48 * hours).toISOString()}` },
      },
    );
    await turnTo(first);
    const second = await sweep((known) => known?.nextAt !== first.nextAt);
    expect(second?.sweptAt).toBeNull();
    expect(Date.parse(second?.nextAt ?? '') - Date.parse(first.nextAt)).toBe(hours);
    await stage.clock.turn(hours);
    await sweep((known) => known?.sweptAt === second?.nextAt);
  });
});
