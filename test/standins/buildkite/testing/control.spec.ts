import {
  at,
  controlBuildkiteStandIn,
  ControlRefused,
  startBuildkiteStandIn,
  type RunningBuildkite,
} from './index.js';

let bk: RunningBuildkite;

beforeEach(async () => {
  bk = await startBuildkiteStandIn();
});

afterEach(() => bk.close());

describe('a stand-in for a test', () => {
  it('is told in a few lines what happens, and shows it', async () => {
    const token = await bk.addToken();
    await bk.addPipeline('app');
    const build = await bk.addBuild({
      pipeline: 'app',
      commit: 'c0ffee'.padEnd(40, '0'),
      script: [at('0s').scheduled(), at('10s').running(), at('3m').passed()],
    });
    await bk.turnClock('1m');
    const response = await fetch(`${bk.apiUrl}/organizations/acme/builds?state=running`, {
      headers: { authorization: `Bearer ${token.value}` },
    });
    expect(await response.json()).toMatchObject([
      { id: build.id, state: 'running', started_at: '2026-03-01T12:00:10.000Z' },
    ]);
    expect(await bk.truthAt(build.id, '2m')).toMatchObject({ state: 'passed' });
  });

  it('stands at noon with one organization, unless it is told otherwise', async () => {
    expect(await bk.now()).toBe('2026-03-01T12:00:00.000Z');
    expect((await bk.world()).organizations).toEqual([{ slug: 'acme', name: 'acme' }]);
    await expect(startBuildkiteStandIn({ startAt: 'noon' })).rejects.toThrow(
      'startAt is not an ISO 8601 instant: noon',
    );
  });

  it('takes thousands of builds at a time', async () => {
    await bk.addPipeline('app');
    const specs = Array.from({ length: 12_000 }, (_, index) => ({
      pipeline: 'app',
      commit: String(index).padStart(40, '0'),
    }));
    const added = await bk.addBuilds(specs);
    expect(added).toHaveLength(12_000);
    expect(added.at(-1)).toMatchObject({ number: 12_000, commit: specs.at(-1)?.commit });
  });

  it('may be controlled from another process by its address', async () => {
    const other = controlBuildkiteStandIn(bk.url);
    await other.addPipeline({ slug: 'app', name: 'App' });
    expect((await bk.world()).pipelines).toMatchObject([{ slug: 'app', name: 'App' }]);
  });

  it('says what it refuses, and why', async () => {
    const refused = bk.addBuild({ pipeline: 'none', commit: 'HEAD' });
    await expect(refused).rejects.toThrow(ControlRefused);
    await expect(refused).rejects.toMatchObject({ status: 404 });
    await expect(refused).rejects.toThrow('POST /_control/builds: 404');
    await expect(refused).rejects.toThrow('there is no pipeline acme/none');
  });

  it('gives each token a value and, unless it is named, a user of its own', async () => {
    const [one, two] = [await bk.addToken(), await bk.addToken()];
    expect(one.value).toMatch(/^bkua_[0-9a-f]{40}$/);
    expect(one.value).not.toBe(two.value);
    expect([one.label, two.label]).toEqual(['token-1', 'token-2']);
  });
});
