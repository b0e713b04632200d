import fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';
import { sqlValue, type SqlValue } from './sql-value.js';

/** Text of any UTF-16 units, lone surrogates and the escape character among them. */
const anyText = fc
  .array(
    fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0xd83d, 0xde80, 0xffff, 0x64, 0x38, 0)),
  )
  .map((units) => String.fromCharCode(...units));

describe('A value as a column holds it', () => {
  let database: DatabaseSync;

  beforeAll(() => {
    database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE pairs (a, b)');
  });

  afterAll(() => database.close());

  function compare(a: SqlValue, b: SqlValue): unknown {
    return database.prepare('SELECT (? < ?) - (? > ?) AS order_').get(a, b, a, b)?.['order_'];
  }

  it.each([null, 0, -1.5, Number.MAX_SAFE_INTEGER])('leaves %p as it is', (value) => {
    expect(sqlValue(value)).toBe(value);
  });

  it('keeps different text different and equal text equal', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(compare(sqlValue(a), sqlValue(b)) === 0).toBe(a === b);
      }),
      {
        numRuns: 2000,
        examples: [
          ['\ud83d', '\ufffd'],
          ['\ud83d', '\uffffd83d'],
          ['\ud800', '\ud801'],
        ],
      },
    );
  });

  it('comes in the order of the port: null, numbers, text, false, true', () => {
    const values = [-1e300, -1, 0, 2, 10, '', '10', '2', 'a', '\u{10ffff}', false, true].map(sqlValue);
    for (const [index, value] of values.slice(1).entries())
      expect(compare(values[index] ?? null, value)).toBe(1);
    expect(database.prepare('SELECT NULL < 1 AS known').get()?.['known']).toBeNull();
  });
});
