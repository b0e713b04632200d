import { listed } from './listing.js';

const build = (id: string, number: number, pipeline: string, slug = pipeline) => ({
  id,
  number,
  pipeline: { id: pipeline, slug },
});

describe('A list of builds', () => {
  it('goes by pipeline, the newest build first', () => {
    const builds = [build('a', 1, 'web'), build('b', 9, 'api'), build('c', 10, 'web'), build('d', 2, 'web')];
    expect(listed(builds).map(({ id }) => id)).toEqual(['b', 'c', 'd', 'a']);
  });

  it('keeps pipelines of the same slug apart and is the same whatever order the builds came in', () => {
    const builds = [build('a', 1, 'p2', 'web'), build('b', 2, 'p1', 'web'), build('c', 3, 'p2', 'web')];
    const order = ['b', 'c', 'a'];
    expect(listed(builds).map(({ id }) => id)).toEqual(order);
    expect(listed(builds.toReversed()).map(({ id }) => id)).toEqual(order);
  });

  it('goes by id among builds of the same number, and leaves what it was given as it is', () => {
    const builds = [build('b', 1, 'web'), build('a', 1, 'web')];
    expect(listed(builds).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(builds.map(({ id }) => id)).toEqual(['b', 'a']);
  });
});
