import { get } from '../../testing/api.js';
import { sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { at } from '../build/at.js';

let bk: RunningBuildkite;

beforeEach(async () => {
  bk = await startBuildkiteStandIn();
  await bk.addPipelines([
    { slug: 'app', repository: 'git@github.com:acme/shop.git' },
    { slug: 'web', repository: 'git@github.com:acme/shop.git' },
    { slug: 'billing' },
  ]);
});

afterEach(() => bk.close());

describe('the report of the world', () => {
  it('tells each commit of a repository with all of its builds, newest first, named as it was first', async () => {
    await bk.addBuilds([
      { pipeline: 'app', commit: sha(1), message: 'Begin', createdAt: '-3m', script: [at('1m').passed()] },
      { pipeline: 'app', commit: sha(2), message: 'Go on', createdAt: '-2m', script: [at('0s').running()] },
      {
        pipeline: 'web',
        commit: sha(1),
        message: 'Nightly run',
        createdAt: '-1m',
        script: [at('0s').blocked()],
      },
      { pipeline: 'billing', commit: sha(1), message: 'Elsewhere', createdAt: '-4m' },
      { pipeline: 'app', commit: sha(3), message: 'Not yet', createdAt: '1m' },
    ]);
    const { commits, now } = await bk.world();
    expect(now).toBe('2026-03-01T12:00:00.000Z');
    expect(commits.map(({ message, repository }) => [message, repository])).toEqual([
      ['Begin', 'git@github.com:acme/shop.git'],
      ['Go on', 'git@github.com:acme/shop.git'],
      ['Elsewhere', 'git@github.com:acme/billing.git'],
    ]);
    expect(commits[0]?.builds.map(({ pipeline, state }) => `${pipeline}:${state}`)).toEqual([
      'web:blocked',
      'app:passed',
    ]);
  });

  it('names tokens by their labels alone', async () => {
    const { value } = await bk.addToken({ label: 'admin' });
    const report = await bk.world();
    expect(report.tokens).toEqual(['admin']);
    expect(JSON.stringify(report)).not.toContain(value);
  });
});

it('a world that is cleared can be made anew', async () => {
  const token = await bk.addToken();
  const { id } = await bk.addBuild({ pipeline: 'app', commit: sha(1) });
  await bk.clearWorld();
  expect(await bk.world()).toMatchObject({ organizations: [], tokens: [], pipelines: [], commits: [] });
  expect((await get(bk, '/v2/user', token)).status).toBe(401);
  await bk.addOrganization('acme');
  await bk.addPipeline('app');
  expect(await bk.addBuild({ pipeline: 'app', commit: sha(1), id })).toMatchObject({ id, number: 1 });
});
