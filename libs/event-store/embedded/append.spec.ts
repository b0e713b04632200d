import { DatabaseSync } from 'node:sqlite';
import { RevisionConflict } from '../errors.js';
import { newEvent, newEvents } from '../testing/new-events.js';
import { prepareAppend, storedForm } from './append.js';
import { prepareSchema } from './schema.js';

const NOW = '2026-03-01T10:00:00.000Z';

describe('The stored form of an append', () => {
  it('is a copy', () => {
    const data = { list: ['before'] };
    const form = storedForm('s', [{ ...newEvent(), data }], 'no-stream');
    data.list.push('after');

    expect(form.events[0]?.data).toBe('{"list":["before"]}');
  });

  it('keeps missing metadata missing', () => {
    const { id, type, data } = newEvent();

    expect(storedForm('s', [{ id, type, data }], 'no-stream').events[0]?.metadata).toBeNull();
  });

  it('needs an event, and data that JSON can say', () => {
    expect(() => storedForm('s', [], 'no-stream')).toThrow(RangeError);
    expect(() => storedForm('s', [{ ...newEvent(), data: { count: 1n } }], 'no-stream')).toThrow(TypeError);
  });
});

describe('Writing an append', () => {
  let database: DatabaseSync;
  let append: (events: ReturnType<typeof newEvents>, expected: number | 'no-stream') => number;
  const rows = () => database.prepare('SELECT revision, id, recorded_at FROM events ORDER BY position').all();

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    prepareSchema(database, 'events.db');
    const write = prepareAppend(database);
    append = (events, expected) => write(storedForm('s', events, expected), NOW);
  });
  afterEach(() => database.close());

  it('numbers the events behind the expected revision and notes the time', () => {
    const events = newEvents(3);

    expect(append(events.slice(0, 1), 'no-stream')).toBe(0);
    expect(append(events.slice(1), 0)).toBe(2);
    expect(rows()).toMatchObject(events.map(({ id }, revision) => ({ revision, id, recorded_at: NOW })));
  });

  it('takes the same ids at the same revisions for a repeat', () => {
    const events = newEvents(2);
    append(events, 'no-stream');
    append(newEvents(1), 1);

    expect(append(events, 'no-stream')).toBe(1);
    expect(rows()).toHaveLength(3);
  });

  it.each([
    [
      'only the first id is the same',
      (events: ReturnType<typeof newEvents>) => [events[0] ?? newEvent(), newEvent()],
    ],
    [
      'the ids are the same and one more comes',
      (events: ReturnType<typeof newEvents>) => [...events, newEvent()],
    ],
    ['the ids are the same in another order', (events: ReturnType<typeof newEvents>) => events.toReversed()],
  ])('does not take it for a repeat when %s', (_, change) => {
    const events = newEvents(2);
    append(events, 'no-stream');

    expect(() => append(change(events), 'no-stream')).toThrow(RevisionConflict);
    expect(rows()).toHaveLength(2);
  });

  it('finds its rows by index, however many there are', () => {
    const plan = (sql: string) => JSON.stringify(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());

    expect(plan("SELECT max(revision) FROM events WHERE stream = 's'")).toContain('INDEX events_by_stream');
    expect(plan("SELECT id FROM events WHERE stream = 's' AND revision >= 3 ORDER BY revision")).not.toMatch(
      /SCAN|TEMP B-TREE/,
    );
  });
});
