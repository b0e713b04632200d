import type { ObservedBuild } from '#libs/contracts';
import { aDeploy, aLook, aLookUp, connection, sha } from '../testing/facts.js';
import { snapshotContent, type SnapshotFacts } from './snapshot-content.js';

const at = (second: number, ms = 0) => new Date(Date.UTC(2026, 2, 2, 10, 0, second, ms)).toISOString();
const look = (second: number, id: string, build: Partial<ObservedBuild> = {}) =>
  aLook(at(second), { id, createdAt: at(0), ...build });
const passed = (second: number, id: string, build: Partial<ObservedBuild> = {}) =>
  look(second, id, { state: 'passed', startedAt: at(1), finishedAt: at(5), ...build });
const pipeline = (slug: string) => ({ pipeline: { id: slug, slug, name: slug } });

const facts = (looks: ReturnType<typeof look>[], over: Partial<SnapshotFacts> = {}): SnapshotFacts => ({
  deploy: aDeploy(at(10)),
  connection,
  looks,
  lookUps: [aLookUp(at(12), { builds: looks.map(({ build }) => build.id) })],
  ...over,
});

describe('The content of a snapshot', () => {
  it('is the builds of all pipelines with their state at T', () => {
    const content = snapshotContent(
      facts([
        passed(12, 'a', { ...pipeline('web'), number: 4 }),
        look(12, 'b', { ...pipeline('api'), number: 9, state: 'running', startedAt: at(3) }),
      ]),
    );
    expect(content).toMatchObject({
      complete: true,
      verdict: 'pending',
      builds: [
        { id: 'b', state: 'running', certainty: 'uncertain', lookedAt: at(12), counts: true },
        { id: 'a', state: 'passed', certainty: 'observed', lookedAt: at(12), counts: true },
      ],
    });
  });

  it('has every field of the look that gave the state', () => {
    const observed = passed(12, 'a', { message: 'As it was', branch: 'release', number: 4 });
    const { builds } = snapshotContent(facts([observed, passed(20, 'a', { message: 'Later', number: 4 })]));
    expect(builds).toEqual([{ ...observed.build, certainty: 'observed', lookedAt: at(12), counts: true }]);
  });

  it('has no build created after T, not even as the one that counts', () => {
    const content = snapshotContent(
      facts([passed(12, 'a', { number: 4 }), look(12, 'b', { number: 5, createdAt: at(10, 1) })]),
    );
    expect(content.builds.map(({ id, counts }) => [id, counts])).toEqual([['a', true]]);
    expect(content.verdict).toBe('passed');
  });

  it('counts, per pipeline, the highest number in it and keeps the others as history', () => {
    const content = snapshotContent(
      facts([
        look(12, 'a', { number: 4, state: 'failed', finishedAt: at(5) }),
        passed(12, 'b', { number: 5 }),
        look(12, 'c', { number: 6, state: 'canceled', finishedAt: at(6) }),
      ]),
    );
    expect(content.builds.map(({ id, counts }) => [id, counts])).toEqual([
      ['c', false],
      ['b', true],
      ['a', false],
    ]);
    expect(content.verdict).toBe('passed');
  });

  it('counts by the state at T, not by the state of now', () => {
    const running = { number: 5, state: 'running', startedAt: at(2) };
    const canceled = { ...running, state: 'canceled', finishedAt: at(20) };
    const content = snapshotContent(
      facts([passed(12, 'a', { number: 4 }), look(8, 'b', running), look(30, 'b', canceled)]),
    );
    expect(content.builds.find(({ counts }) => counts)).toMatchObject({ id: 'b', state: 'running' });
    expect(content.verdict).toBe('pending');
  });

  it('has a build that resolved later with its SHA, though the look that gave its state does not show it', () => {
    const head = passed(12, 'a', { commit: 'HEAD', sha: null });
    expect(snapshotContent(facts([head])).builds).toEqual([]);

    const { builds } = snapshotContent(facts([head, passed(40, 'a')]));
    expect(builds).toMatchObject([{ id: 'a', commit: 'HEAD', sha, certainty: 'observed', lookedAt: at(12) }]);
  });

  it('takes T to the whole second', () => {
    const deploy = aDeploy(at(10, 900));
    const { builds } = snapshotContent(facts([passed(12, 'a', { finishedAt: at(10, 500) })], { deploy }));
    expect(builds).toMatchObject([{ state: 'running', certainty: 'uncertain' }]);
  });

  it('uses what the jobs tell of a re-opening', () => {
    const looks = [passed(8, 'a'), look(12, 'a', { state: 'running', startedAt: at(1) })];
    const jobActions = new Map([['a', [{ at: at(11), by: 'retry' as const }]]]);
    expect(snapshotContent(facts(looks)).builds).toMatchObject([{ certainty: 'uncertain' }]);
    expect(snapshotContent(facts(looks, { jobActions })).builds).toMatchObject([{ certainty: 'observed' }]);
  });

  it('is there, not complete, before anything was looked up', () => {
    expect(snapshotContent(facts([], { lookUps: [] }))).toEqual({
      complete: false,
      verdict: 'none',
      builds: [],
    });
    expect(snapshotContent(facts([passed(12, 'a')], { lookUps: [] }))).toMatchObject({
      complete: false,
      verdict: 'passed',
    });
  });

  it('is complete and empty when the look-up found nothing', () => {
    expect(snapshotContent(facts([]))).toEqual({ complete: true, verdict: 'none', builds: [] });
  });
});

describe('The content of a snapshot of very many builds', () => {
  const message = 'm'.repeat(500);
  const many = Array.from({ length: 2_000 }, (_, index) =>
    passed(12, `build-${index}`, { ...pipeline('web'), number: index + 1, message }),
  );
  const failed = passed(12, 'failed', { ...pipeline('a-first'), number: 1, state: 'failed' });
  const earlier = passed(12, 'earlier', { ...pipeline('z-last'), number: 1 });
  const counting = passed(12, 'counting', { ...pipeline('z-last'), number: 2 });
  const all = [...many, failed, earlier, counting];
  const content = snapshotContent(facts(all));

  it('says how many it leaves out', () => {
    expect(content.builds.length).toBeGreaterThan(400);
    expect(content.builds.length + (content.omittedBuilds ?? 0)).toBe(all.length);
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(660 * 1024);
  });

  it('has all that count, the newest of the others, and its verdict from all', () => {
    expect(content.verdict).toBe('failed');
    const counted = content.builds.filter(({ counts }) => counts).map(({ id }) => id);
    expect(counted).toEqual(['failed', 'build-1999', 'counting']);
    const web = content.builds.filter(({ pipeline: { slug } }) => slug === 'web').map(({ number }) => number);
    expect(web).toEqual(web.map((_number, index) => 2_000 - index));
    expect(content.builds.map(({ id }) => id)).not.toContain('earlier');
  });

  it('has its verdict also from builds that count and are left out', () => {
    const pipelines = many.map((one, index) => ({
      ...one,
      build: { ...one.build, pipeline: { id: `p${index}`, slug: `p-${index + 1000}`, name: 'Shop' } },
    }));
    const last = passed(12, 'last', { ...pipeline('z-last'), number: 1, state: 'failed' });
    const { verdict, builds, omittedBuilds } = snapshotContent(facts([...pipelines, last]));
    expect(builds.map(({ id }) => id)).not.toContain('last');
    expect([verdict, builds.length + (omittedBuilds ?? 0)]).toEqual(['failed', 2_001]);
  });

  it('does not depend on the order of the facts', () => {
    expect(snapshotContent(facts(all.toReversed()))).toEqual(content);
  });

  it('leaves none out as long as they fit', () => {
    const fitting = snapshotContent(facts(many.slice(0, 300)));
    expect(fitting.builds).toHaveLength(300);
    expect(fitting).not.toHaveProperty('omittedBuilds');
  });
});
