import { afterPage, unread, type PipelineReading } from './pipeline-reading.js';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const at = (second: number) => new Date(noon - second * 1_000).toISOString();
const build = (id: string, second: number) => ({ id, createdAt: at(second) });
const fresh = unread('acme-inc', { id: 'pipeline-shop', slug: 'shop' }, at(0));
const ids = ({ edge }: PipelineReading) => edge;

describe('the reading of a pipeline', () => {
  const one = afterPage(fresh, [build('c', 10), build('b', 20), build('a', 30)]);

  it('begins at the upper edge', () => {
    expect(fresh).toMatchObject({ createdTo: '2026-11-23T12:00:00.000Z', builds: 0, isRead: false });
  });

  it('goes on just above the oldest build of a page, in whatever order that shows them', () => {
    expect(one).toEqual({ ...fresh, createdTo: '2026-11-23T11:59:30.001Z', edge: ['a'], builds: 3 });
    expect(afterPage(fresh, [build('a', 30), build('c', 10), build('b', 20)])).toEqual(one);
  });

  it('counts what is shown again where it goes on once', () => {
    const two = afterPage(one, [build('a', 30), build('0', 40)]);
    expect(two).toMatchObject({ edge: ['0'], builds: 4 });
  });

  it('remembers all builds of the instant where it goes on', () => {
    const two = afterPage(one, [build('a', 30), build('a2', 30)]);
    expect(two).toMatchObject({ createdTo: one.createdTo, builds: 4 });
    expect(ids(two)).toEqual(['a', 'a2']);
    expect(afterPage(two, [build('a2', 30)]).builds).toBe(4);
  });

  it('never moves back', () => {
    const two = afterPage(one, [build('d', 5)]);
    expect(two).toMatchObject({ createdTo: one.createdTo, edge: ['a'], builds: 4 });
  });

  it('stays where it is when a page shows nothing', () => {
    expect(afterPage(one, [])).toEqual(one);
  });
});
