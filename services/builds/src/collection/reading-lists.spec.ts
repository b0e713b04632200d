import { jest } from '@jest/globals';
import type { Clock } from '#libs/platform';
import { at } from '../../../../test/standins/buildkite/testing/index.js';
import { newSha } from '../testing/new-sha.js';
import { Stage } from '../testing/stage.js';
import { Team } from '../testing/team.js';

const minutes = 60_000;

jest.setTimeout(30_000);

describe('reading lists as Buildkite really gives them', () => {
  let stage: Stage;
  let team: Team;

  beforeEach(async () => {
    stage = await Stage.set();
    team = await Team.of(stage);
  });

  afterEach(() => stage.close());

  const begin = async (changes: Parameters<Stage['start']>[0] = {}) => {
    await stage.start(changes);
    await team.connect();
  };
  /** Finished builds, one every second before now. */
  const addBuilds = async (count: number) => {
    const specs = Array.from({ length: count }, (_, index) => ({
      organization: 'acme-inc',
      pipeline: 'shop',
      commit: newSha(),
      createdAt: `-${index + 2}s`,
      script: [at('0s').running(), at('1s').passed()],
    }));
    return (await stage.buildkite.addBuilds(specs)).map(({ id }) => id).sort();
  };
  const observed = async () =>
    (await stage.published('sleuth.build-observed.v1')).map(({ data }) => data.build.id).sort();

  it('goes on below the oldest build that it saw where Buildkite lists no deeper', async () => {
    await stage.buildkite.changeSettings({ deepestBuild: 200 });
    const builds = await addBuilds(450);
    await begin();
    expect((await stage.polled(team.connection))?.lastCycle).toMatchObject({
      outcome: 'complete',
      builds: 450,
    });
    expect(await observed()).toEqual(builds);
  });

  it('does not follow a list to another host, and reads it with the next cycle', async () => {
    const builds = await addBuilds(150);
    await stage.buildkite.addFault(
      { kind: 'foreign-link', host: 'elsewhere.example' },
      { match: { query: 'created_from' } },
    );
    await begin();
    expect((await stage.polled(team.connection))?.lastCycle.outcome).toBe('reply-unusable');
    expect(await observed()).toEqual([]);
    await stage.pass(1, team.connection);
    expect(await observed()).toEqual(builds);
  });

  it('finds with the next cycle what a list left out that named no next page', async () => {
    const builds = await addBuilds(150);
    for (const query of ['created_from', 'finished_from'])
      await stage.buildkite.addFault({ kind: 'empty-link' }, { match: { query } });
    await begin();
    await stage.polled(team.connection);
    expect((await observed()).length).toBe(100);
    await stage.pass(1, team.connection);
    expect(await observed()).toEqual(builds);
  });

  it.each([
    ['ahead of', 20],
    ['behind', -20],
  ])('finds every build with a clock that is %s Buildkite by 20 minutes (%d)', async (_how, difference) => {
    const { clock } = stage;
    const other: Clock = {
      now: () => new Date(clock.now().getTime() + difference * minutes),
      sleep: (ms, signal) => clock.sleep(ms, signal),
    };
    const builds = await addBuilds(1);
    await begin({ clock: other });
    await stage.looks(1);
    for (let minute = 1; minute <= 3; minute += 1) {
      builds.push(...(await addBuilds(1)));
      await clock.turn(minutes);
      await stage.looks(1 + minute);
    }
    expect(await observed()).toEqual(builds.sort());
    const [, ...later] = await stage.buildkite.requests({ query: 'created_from' });
    const since = later.map(({ query }) => /created_from=([^&]+)/.exec(query)?.[1] ?? '');
    expect(since.length).toBeGreaterThan(0);
    for (const from of since) expect(from > '2026-03-01T11:54' && from < '2026-03-01T11:59').toBe(true);
  });
});
