import { DatabaseSync } from 'node:sqlite';
import { newEvents } from '../testing/new-events.js';
import { prepareAppend, storedForm } from './append.js';
import { prepareFilteredLog } from './filtered-log.js';
import { prepareSchema } from './schema.js';

describe('The log through a filter', () => {
  let database: DatabaseSync;
  const append = (stream: string, count: number) =>
    prepareAppend(database)(storedForm(stream, newEvents(count), 'no-stream'), '2026-03-01T10:00:00.000Z');
  const positions = (page: { readonly events: readonly { readonly position: string }[] }) =>
    page.events.map(({ position }) => position);

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    prepareSchema(database, 'events.db');
  });
  afterEach(() => database.close());

  it('is empty at first', () => {
    const log = prepareFilteredLog(database, ['a-']);

    expect(log.head()).toBe(0);
    expect(log.page(0)).toEqual({ events: [], through: 0 });
  });

  it('gives what matches and looks through the rest', () => {
    append('a-1', 2);
    append('b-1', 3);
    const log = prepareFilteredLog(database, ['a-']);

    const page = log.page(0);
    expect(positions(page)).toEqual(['1', '2']);
    expect(page.through).toBe(5);
    expect(log.head()).toBe(5);
  });

  it('looks no further than the last event of a full page', () => {
    append('a-1', 5);
    const log = prepareFilteredLog(database, ['a-'], { pageSize: 2 });

    expect(log.page(0)).toMatchObject({ events: [{ revision: 0 }, { revision: 1 }], through: 2 });
    expect(log.page(2)).toMatchObject({ events: [{ revision: 2 }, { revision: 3 }], through: 4 });
    expect(log.page(4)).toMatchObject({ events: [{ revision: 4 }], through: 5 });
  });

  it('looks at a bounded part of the log at a time', () => {
    append('b-1', 25);
    append('a-1', 1);
    const log = prepareFilteredLog(database, ['a-'], { window: 10 });

    expect(log.page(0)).toEqual({ events: [], through: 10 });
    expect(log.page(10)).toEqual({ events: [], through: 20 });
    expect(log.page(20)).toMatchObject({ events: [{ stream: 'a-1' }], through: 26 });
  });

  it('gives nothing without prefixes, and all with an empty one', () => {
    append('a-1', 1);
    append('b-1', 1);

    expect(positions(prepareFilteredLog(database, []).page(0))).toEqual([]);
    expect(positions(prepareFilteredLog(database, ['']).page(0))).toEqual(['1', '2']);
  });

  it('is safe with prefixes of any kind', () => {
    append("a'; DROP TABLE events; --1", 1);

    expect(positions(prepareFilteredLog(database, ["a'; DROP TABLE events; --"]).page(0))).toEqual(['1']);
  });
});
