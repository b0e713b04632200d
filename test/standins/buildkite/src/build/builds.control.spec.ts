import { at } from './at.js';
import { sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';

const UNKNOWN = '01950000-0000-7000-8000-000000000000';
let bk: RunningBuildkite;

beforeEach(async () => {
  bk = await startBuildkiteStandIn();
  await bk.addPipelines([{ slug: 'app' }, { slug: 'web' }]);
});

afterEach(() => bk.close());

async function refusal(path: string, body: unknown): Promise<string> {
  const response = await fetch(`${bk.url}/_control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(400);
  return ((await response.json()) as { message: string }).message;
}

describe('adding a build', () => {
  it('numbers it within its pipeline and gives it an id and a creation', async () => {
    const one = await bk.addBuild({ pipeline: 'app', commit: sha(1) });
    const two = await bk.addBuild({ pipeline: 'app', commit: sha(1), createdAt: '-10s', number: 40 });
    const next = await bk.addBuild({ pipeline: 'app', commit: sha(1) });
    const other = await bk.addBuild({ pipeline: 'web', commit: sha(1) });
    expect([one, two, next, other].map(({ number }) => number)).toEqual([1, 40, 41, 1]);
    expect(one).toMatchObject({
      organization: 'acme',
      pipeline: 'app',
      commit: sha(1),
      createdAt: '2026-03-01T12:00:00.000Z',
    });
    expect(two.createdAt).toBe('2026-03-01T11:59:50.000Z');
  });

  it('is refused for what is not there or is there already', async () => {
    const { id } = await bk.addBuild({ pipeline: 'app', commit: sha(1) });
    const add = (spec: object): Promise<unknown> => bk.addBuild({ pipeline: 'app', commit: sha(1), ...spec });
    await expect(add({ pipeline: 'none' })).rejects.toThrow('404');
    await expect(add({ organization: 'none' })).rejects.toThrow('there is no organization none');
    await expect(add({ rebuiltFrom: UNKNOWN })).rejects.toThrow(`there is no build ${UNKNOWN}`);
    await expect(add({ id })).rejects.toThrow('409');
    await expect(add({ number: 1 })).rejects.toThrow('acme/app has a build 1 already');
  });

  it('is refused when the script makes no sense', async () => {
    const add = (spec: object): Promise<unknown> => bk.addBuild({ pipeline: 'app', commit: sha(1), ...spec });
    await expect(add({ script: [at('-1s').running()] })).rejects.toThrow(
      'running at -1s lies before 2026-03-01T12:00:00.000Z',
    );
    await expect(add({ script: [at('later').running()] })).rejects.toThrow(
      'at is neither an instant nor a duration: later',
    );
    await expect(add({ script: [at('1s').failed('deploy')] })).rejects.toThrow('no job has the key deploy');
    const twice = { type: 'waiter', key: 'wait' };
    await expect(add({ jobs: [twice, twice] })).rejects.toThrow('two jobs have the same key');
  });

  it('is refused when it has fields or values that no build has', async () => {
    const spec = { pipeline: 'app', commit: sha(1) };
    expect(await refusal('builds', [{ ...spec, comit: 'x' }])).toContain('additional properties');
    expect(await refusal('builds', [{ pipeline: 'app' }])).toContain("required property 'commit'");
    expect(await refusal('builds', [{ ...spec, script: [{ at: '1s', change: 'exploded' }] }])).toContain(
      'change',
    );
    expect(
      await refusal('builds', [{ ...spec, script: [{ at: '1s', change: 'passed', job: 'test' }] }]),
    ).toContain('additional properties');
    expect(await refusal('builds', spec)).toContain('must be array');
    expect(await refusal('clock', { advanceMs: 0 })).toContain('>= 1');
    expect(await refusal('faults', [{ fault: { kind: 'flood' } }])).toContain('kind');
    expect(await refusal('tokens', [{ label: 'a' }])).toContain("required property 'value'");
    expect(await refusal('pipelines', [{ slug: 'Not A Slug' }])).toContain('pattern');
    expect(await refusal('organizations', [{ slug: 'x', rateLimit: 0 }])).toContain('>= 1');
  });
});

describe('letting more happen to a build', () => {
  it('tells its script on from now', async () => {
    const { id } = await bk.addBuild({
      pipeline: 'app',
      commit: 'HEAD',
      script: [at('0s').running(), at('1m').passed()],
    });
    await bk.turnClock('30s');
    await bk.extendBuild(id, [at('30s').commitResolved(sha(7)), at('45s').failing()]);
    expect(await bk.truthAt(id, '-1s')).toMatchObject({ state: 'running', commit: 'HEAD' });
    expect(await bk.truthAt(id)).toMatchObject({ state: 'running', commit: sha(7) });
    expect(await bk.truthAt(id, '15s')).toMatchObject({ state: 'failing' });
    expect(await bk.truthAt(id, '2026-03-01T12:01:00Z')).toMatchObject({
      state: 'passed',
      failingAt: '2026-03-01T12:00:45.000Z',
    });
    expect((await bk.truthsAt({ commit: sha(7) })).map((truth) => truth.id)).toEqual([id]);
  });

  it('cannot change what is past', async () => {
    const { id } = await bk.addBuild({ pipeline: 'app', commit: sha(1) });
    await bk.turnClock('30s');
    await expect(bk.extendBuild(id, [at('29s').running()])).rejects.toThrow(
      'running at 29s lies before 2026-03-01T12:00:30.000Z',
    );
    await expect(bk.extendBuild(UNKNOWN, [at('40s').running()])).rejects.toThrow('404');
  });
});

describe('the truth about builds', () => {
  it('is what the API shows at that instant, for every instant', async () => {
    const script = [
      at('0s').scheduled(),
      at('3s').running(),
      at('6s').blocked('failed'),
      at('9s').unblocked(),
      at('12s').deleted(),
    ];
    const { id } = await bk.addBuild({ pipeline: 'app', commit: sha(1), createdAt: '2s', script });
    const told = [];
    for (let second = 0; second < 16; second += 1) told.push(await bk.truthAt(id, `${String(second)}s`));
    const token = await bk.addToken();
    for (const truth of told) {
      const response = await fetch(`${bk.apiUrl}/organizations/acme/builds`, {
        headers: { authorization: `Bearer ${token.value}` },
      });
      const [shown] = (await response.json()) as {
        state: string;
        blocked: boolean;
        finished_at: string | null;
      }[];
      expect(shown === undefined ? null : shown.blocked ? 'blocked' : shown.state).toBe(truth.state);
      expect(shown?.finished_at ?? null).toBe(truth.finishedAt);
      await bk.turnClock('1s');
    }
    expect(told.map(({ state }) => state)).toContain('blocked');
  });

  it('is told of all builds at once', async () => {
    await bk.addBuilds(
      [1, 2].map((end) => ({ pipeline: 'app', commit: sha(end), script: [at(`${String(end)}m`).passed()] })),
    );
    const states = (await bk.truthsAt({ at: '90s' })).map(({ state }) => state);
    expect(states).toEqual(['passed', 'creating']);
    await expect(bk.truthAt(UNKNOWN)).rejects.toThrow('404');
  });
});
