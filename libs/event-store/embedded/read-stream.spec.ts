import { DatabaseSync } from 'node:sqlite';
import { collect } from '../testing/collect.js';
import { newEvents } from '../testing/new-events.js';
import { prepareAppend, storedForm } from './append.js';
import { prepareReadStream } from './read-stream.js';
import { prepareSchema } from './schema.js';

describe('Reading a stream page by page', () => {
  const database = new DatabaseSync(':memory:');
  const events = newEvents(7);

  beforeAll(() => {
    prepareSchema(database, 'events.db');
    prepareAppend(database)(storedForm('s', events, 'no-stream'), '2026-03-01T10:00:00.000Z');
  });
  afterAll(() => database.close());

  it.each([1, 2, 3, 6, 7, 8])('gives all of 7 events in pages of %d', async (pageSize) => {
    const read = await collect(prepareReadStream(database, pageSize)('s', 0));

    expect(read.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  });

  it('gives the rest behind a revision', async () => {
    const read = await collect(prepareReadStream(database, 2)('s', 4));

    expect(read.map(({ revision }) => revision)).toEqual([4, 5, 6]);
  });

  it('gives others a turn between pages', async () => {
    let turns = 0;
    const count = () => void (turns += 1);
    for await (const { revision } of prepareReadStream(database, 3)('s', 0)) {
      if (revision % 3 === 0) {
        setImmediate(count);
      }
    }
    expect(turns).toBeGreaterThanOrEqual(2);
  });
});
