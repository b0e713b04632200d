import { missed, seenAgain, sortUnseen, underItsSlug, type Followed } from './unseen.js';

const now = new Date('2026-11-23T12:00:00.000Z');
const before = '2026-11-23T11:50:00.000Z';
const build = (id: string, changes: Partial<Followed> = {}): Followed => ({
  build: id,
  commit: null,
  pipeline: { id: 'pipeline-shop', slug: 'shop' },
  unseen: null,
  ...changes,
});
const unseen = (since: string, askAgainAt = since) => ({ unseen: { since, askAgainAt } });
const ids = (builds: readonly Followed[]) => builds.map(({ build: id }) => id);

describe('followed builds that no list shows', () => {
  it('are asked for by their commit, else one by one', () => {
    const [one, other] = [build('a', { commit: 'sha' }), build('b')];
    expect(sortUnseen([one, other], now)).toEqual({
      byCommit: [one],
      byNumber: [other],
      later: [],
      letGo: [],
    });
  });

  it('are asked for one by one only so many in a cycle; the others are noted and come first the next time', () => {
    const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => build(id));
    const { byNumber, later } = sortUnseen(many, now);
    expect([ids(byNumber), ids(later)]).toEqual([
      ['a', 'b', 'c', 'd', 'e'],
      ['f', 'g'],
    ]);
    const noted = later.map((one) => missed(one, now, now.toISOString()));
    const then = new Date('2026-11-23T12:01:00.000Z');
    const next = sortUnseen([...['h', 'i', 'j', 'k'].map((id) => build(id)), ...noted], then);
    expect([ids(next.byNumber), ids(next.later)]).toEqual([['f', 'g', 'h', 'i', 'j'], ['k']]);
  });

  it('are not noted again when they wait already', () => {
    const waiting = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => build(id, unseen(before)));
    expect(sortUnseen(waiting, now)).toMatchObject({ later: [], letGo: [] });
  });

  it('rest until they are to be asked for again', () => {
    const resting = build('a', unseen(before, '2026-11-23T12:00:00.001Z'));
    expect(sortUnseen([resting], now)).toEqual({ byCommit: [], byNumber: [], later: [], letGo: [] });
    expect(ids(sortUnseen([build('a', unseen(before, now.toISOString()))], now).byNumber)).toEqual(['a']);
  });

  it.each([
    ['by commit', { commit: 'sha' }],
    ['by number', {}],
  ])('are let go when they were asked for %s for three days', (_how, found) => {
    const [young, old] = ['2026-11-20T12:00:00.001Z', '2026-11-20T12:00:00.000Z'].map((since) =>
      build(since, { ...found, ...unseen(since) }),
    );
    if (!young || !old) throw new Error('There are two.');
    const { letGo, byCommit, byNumber } = sortUnseen([young, old], now);
    expect([ids(letGo), ids([...byCommit, ...byNumber])]).toEqual([[old.build], [young.build]]);
  });

  it('have been missed since the first time', () => {
    const again = '2026-11-23T12:10:00.000Z';
    expect(missed(build('a'), now, again).unseen).toEqual({ since: now.toISOString(), askAgainAt: again });
    expect(missed(build('a', unseen(before)), now, again).unseen).toEqual({
      since: before,
      askAgainAt: again,
    });
    expect(seenAgain(build('a', unseen(before)))).toEqual(build('a'));
  });
});

describe('the slug of a pipeline', () => {
  const renamed = new Map([['pipeline-shop', 'store']]);

  it('stays while nothing else is seen', () => {
    const one = build('a', unseen(before));
    expect(underItsSlug(one, new Map([['pipeline-other', 'other']]))).toBe(one);
    expect(underItsSlug(one, new Map([['pipeline-shop', 'shop']]))).toBe(one);
  });

  it('is the new one after a renaming, under which the build is asked for at once', () => {
    const one = build('a', unseen(before, '2026-11-23T12:09:00.000Z'));
    const found = underItsSlug(one, renamed);
    expect(found).toMatchObject({ pipeline: { id: 'pipeline-shop', slug: 'store' }, ...unseen(before) });
    expect(ids(sortUnseen([found], now).byNumber)).toEqual(['a']);
    expect(underItsSlug(build('a'), renamed).unseen).toBeNull();
  });
});
