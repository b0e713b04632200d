import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { get } from '../../testing/api.js';
import { controlBuildkiteStandIn } from '../../testing/control.js';
import { readConfig } from '../settings/read-config.js';
import { startStandIn, type RunningStandIn } from '../start.js';
import type { WorldReport } from '../world/world-report.js';

const NOON = '2026-03-01T12:00:00Z';
let dataDir: string;
let running: RunningStandIn | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'buildkite-demo-'));
});

afterEach(async () => {
  await running?.close();
  running = undefined;
  await rm(dataDir, { recursive: true });
});

/** Starts the demo's stand-in; the one that runs is ended first. */
async function demo(startAt: string, token = 'bkua_demo'): Promise<RunningStandIn> {
  await running?.close();
  running = undefined;
  const environment = {
    CLOCK: 'frozen',
    START_AT: startAt,
    SEED_WORLD: 'demo',
    DEMO_TOKEN: token,
    DATA_DIR: dataDir,
  };
  running = await startStandIn(readConfig(environment, 0));
  return running;
}

/** The states of the builds of a commit, by pipeline. */
function states(world: WorldReport, message: string): Record<string, string> {
  const commit = world.commits.find(
    (candidate) => candidate.message === message && candidate.branch === 'main',
  );
  return Object.fromEntries((commit?.builds ?? []).map(({ pipeline, state }) => [pipeline, state]));
}

describe('the world of the demo', () => {
  it('has three pipelines of one repository and some twenty builds in every state that matters', async () => {
    const standIn = await demo(NOON);
    const world = await controlBuildkiteStandIn(standIn.url).world();
    const repositories = world.pipelines.map(({ repository }) => repository);
    expect(repositories.filter((repository) => repository === 'git@github.com:acme/shop.git')).toHaveLength(
      3,
    );
    const seen = world.commits.flatMap(({ builds }) => builds.map(({ state }) => state));
    expect(seen.length).toBeGreaterThanOrEqual(20);
    expect(new Set(seen)).toEqual(new Set(['passed', 'failed', 'blocked', 'canceled', 'skipped', 'running']));
    expect(world.tokens).toEqual(['demo']);
  });

  it('goes on: builds end, and others begin and end, in the minutes after its start', async () => {
    const standIn = await demo(NOON);
    const bk = controlBuildkiteStandIn(standIn.url);
    expect(states(await bk.world(), 'Ship to Iceland')).toEqual({
      'shop-tests': 'running',
      'shop-browser-tests': 'running',
      'shop-release': 'running',
    });
    expect(states(await bk.world(), 'Ship to Greenland')).toEqual({});
    await bk.turnClock('3m');
    expect(states(await bk.world(), 'Ship to Iceland')).toMatchObject({
      'shop-tests': 'passed',
      'shop-browser-tests': 'failed',
    });
    expect(states(await bk.world(), 'Ship to Greenland')).toEqual({
      'shop-tests': 'passed',
      'shop-browser-tests': 'running',
    });
  });

  it('holds a build that was HEAD until its checkout', async () => {
    const standIn = await demo(NOON);
    const bk = controlBuildkiteStandIn(standIn.url);
    const { commits } = await bk.world();
    const nightly = commits.find(({ message }) => message === 'Show stock of the day');
    expect(nightly?.builds).toHaveLength(4);
  });

  it('opens to the demo’s token, also when that is another one at the next start', async () => {
    const first = await demo(NOON);
    const before = await get<{ id: string }[]>(first, '/v2/organizations/acme/builds', {
      value: 'bkua_demo',
    });
    expect(before.status).toBe(200);
    const second = await demo(NOON, 'bkua_other');
    const after = await get<{ id: string }[]>(second, '/v2/organizations/acme/builds', {
      value: 'bkua_other',
    });
    expect(after.body.map(({ id }) => id)).toEqual(before.body.map(({ id }) => id));
    expect((await get(second, '/v2/user', { value: 'bkua_demo' })).status).toBe(401);
  });
});
