import { sortUnseen, type Followed } from './unseen.js';

const now = new Date('2026-11-23T12:00:00.000Z');
const young = '2026-11-20T12:00:01.000Z';
const old = '2026-11-20T12:00:00.000Z';
const build = (id: string, sha: string | null, createdAt = young): Followed => ({
  build: id,
  sha,
  createdAt,
});
const sort = (...builds: readonly Followed[]) => sortUnseen(builds, (sha) => sha.startsWith('deployed'), now);

describe('followed builds that no list shows', () => {
  it('are asked for by commit when that is deployed, each commit once', () => {
    expect(sort(build('a', 'deployed-1'), build('b', 'deployed-1'), build('c', 'deployed-2'))).toEqual({
      commits: ['deployed-1', 'deployed-2'],
      letGo: [],
    });
  });

  it.each([
    ['nobody deployed', build('a', 'built-only')],
    ['have no commit yet', build('a', null)],
    ['have been under way for three days', build('a', 'deployed-1', old)],
  ])('are let go when they %s', (_why, one) => {
    expect(sort(one)).toEqual({ commits: [], letGo: [one] });
  });

  it('may be none', () => {
    expect(sort()).toEqual({ commits: [], letGo: [] });
  });
});
