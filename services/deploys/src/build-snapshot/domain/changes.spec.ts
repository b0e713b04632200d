import fc from 'fast-check';
import type { SnapshotBuild, SnapshotContent } from '#libs/contracts';
import { aBuild, connection } from '../testing/facts.js';
import { patience, runs } from '../testing/runs.js';
import { looksOf, worlds } from '../testing/world.js';
import { sameContent } from '#libs/contracts';
import { contentChanges, revisionChanges } from './changes.js';
import { snapshotContent } from './snapshot-content.js';

const build = (id: string, over: Partial<SnapshotBuild> = {}): SnapshotBuild => ({
  ...aBuild({ id }),
  certainty: 'derived',
  lookedAt: '2026-03-02T10:00:12.000Z',
  counts: true,
  ...over,
});
const content = (builds: SnapshotBuild[], over: Partial<SnapshotContent> = {}): SnapshotContent => ({
  complete: true,
  verdict: 'pending',
  builds,
  ...over,
});

describe('The changes between two contents', () => {
  it('are none between equal ones', () => {
    expect(contentChanges(content([build('a')]), content([build('a')]))).toEqual([]);
  });

  it('tell a build that was added and one that was removed, each with its state', () => {
    const from = content([build('a', { state: 'running' })]);
    const to = content([build('b', { state: 'passed' })]);
    expect(contentChanges(from, to)).toEqual([
      { what: 'build-removed', build: 'a', field: 'state', from: 'running' },
      { what: 'build-added', build: 'b', field: 'state', to: 'passed' },
    ]);
  });

  it('tell each field of a build that differs, with both values', () => {
    const from = content([build('a', { state: 'running', startedAt: null })]);
    const to = content([
      build('a', { state: 'passed', startedAt: '2026-03-02T10:00:01.000Z', counts: false }),
    ]);
    expect(contentChanges(from, to)).toEqual([
      { what: 'build-changed', build: 'a', field: 'counts', from: true, to: false },
      { what: 'build-changed', build: 'a', field: 'startedAt', from: null, to: '2026-03-02T10:00:01.000Z' },
      { what: 'build-changed', build: 'a', field: 'state', from: 'running', to: 'passed' },
    ]);
  });

  it('compare what is inside a field, not how it was written', () => {
    const from = content([build('a', { pipeline: { id: '1', slug: 'web', name: 'Web' } })]);
    const same = content([build('a', { pipeline: { name: 'Web', id: '1', slug: 'web' } })]);
    const renamed = { id: '1', slug: 'web', name: 'Site' };
    expect(contentChanges(from, same)).toEqual([]);
    expect(contentChanges(from, content([build('a', { pipeline: renamed })]))).toMatchObject([
      { field: 'pipeline', to: renamed },
    ]);
  });

  it('tell the verdict and the completeness last', () => {
    const to = content([build('a')], { verdict: 'passed', complete: true });
    expect(contentChanges(content([], { verdict: 'none', complete: false }), to)).toEqual([
      { what: 'build-added', build: 'a', field: 'state', to: 'scheduled' },
      { what: 'verdict-changed', from: 'none', to: 'passed' },
      { what: 'completeness-changed', from: false, to: true },
    ]);
  });

  it(
    'are none exactly when the contents are equal, and lead from one to the other',
    () => {
      fc.assert(
        fc.property(worlds, fc.nat({ max: 30 }), ({ deploy, facts }, dropped) => {
          const of = (some: typeof facts) =>
            snapshotContent({ deploy, connection, looks: looksOf(some), lookUps: [] });
          const from = of(facts.filter((_fact, index) => index % 30 !== dropped));
          const to = of(facts);
          const changes = contentChanges(from, to);
          expect(changes.length === 0).toBe(sameContent(from, to));
          for (const after of to.builds) {
            const before = from.builds.find(({ id }) => id === after.id);
            if (before === undefined) continue;
            const changed = changes
              .filter(({ build }) => build === after.id)
              .map(({ field, to: value }) => [field, value] as const);
            expect({ ...before, ...Object.fromEntries(changed) }).toEqual(after);
          }
        }),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );
});

describe('The changes from or to a content that leaves builds out', () => {
  const [a, b] = [build('a'), build('b')];

  it('tell no build as removed that may have been left out', () => {
    expect(contentChanges(content([a, b]), content([b], { omittedBuilds: 1 }))).toEqual([]);
  });

  it('tell no build as added that may have been left out before', () => {
    expect(contentChanges(content([a], { omittedBuilds: 1 }), content([a, b]))).toEqual([]);
  });

  it('tell what became of the builds that both have', () => {
    const to = content([build('a', { state: 'failed' })], { omittedBuilds: 7, verdict: 'failed' });
    expect(contentChanges(content([a], { omittedBuilds: 6 }), to)).toMatchObject([
      { what: 'build-changed', build: 'a', field: 'state', to: 'failed' },
      { what: 'verdict-changed', to: 'failed' },
    ]);
  });
});

describe('The changes that a revision tells', () => {
  const builds = (state: string) =>
    Array.from({ length: 700 }, (_, index) =>
      build(`build-${index}`, { state, message: `${state} ${'m'.repeat(200)}` }),
    );

  it('are all of them as long as they fit', () => {
    const [from, to] = [content([build('a')]), content([build('b')])];
    expect(revisionChanges(from, to)).toEqual({ changes: contentChanges(from, to) });
  });

  it('leave out changes of builds when there are too many, and count them; never what became of the whole', () => {
    const [from, to] = [content(builds('running')), content(builds('failed'), { verdict: 'failed' })];
    const all = contentChanges(from, to);
    const { changes, omittedChanges } = revisionChanges(from, to);
    expect(changes.length).toBeLessThan(all.length);
    expect(changes.length + (omittedChanges ?? 0)).toBe(all.length);
    expect(Buffer.byteLength(JSON.stringify(changes))).toBeLessThan(200 * 1024);
    expect(changes.at(-1)).toMatchObject({ what: 'verdict-changed' });
  });
});
