import type { Document } from '../port.js';
import { revisedRowOf, rowOf } from './row.js';
import { tableOf } from './table.js';

const table = tableOf({
  name: 'builds',
  indexes: [{ fields: ['organization', 'build.number', 'id'] }, { fields: ['revision'] }],
});

describe('The row of a document', () => {
  it('holds id, revision, indexed fields and the document as JSON', () => {
    const document = { id: 'a', revision: 3, organization: 'acme', build: { number: 7 }, more: [1] };
    expect(rowOf(table, document)).toEqual({
      id: 'a',
      values: ['a', 3, 'acme', 7, JSON.stringify(document)],
    });
    expect(table.columns).toEqual(['id', 'revision', '"$.organization"', '"$.build.number"', 'body']);
  });

  it('holds null for what the document has not', () => {
    expect(rowOf(table, { id: 'a' }).values).toEqual(['a', null, null, null, '{"id":"a"}']);
  });

  it('keeps the id as the document has it beside the one that the column holds', () => {
    const row = rowOf(table, { id: '\ud83d' });
    expect(row.id).toBe('\ud83d');
    expect(row.values[0]).toBe('\uffffd83d');
  });

  it.each([undefined, null, '', 7, { toString: () => 'a' }])('refuses %p as an id', (id) => {
    expect(() => rowOf(table, { id } as unknown as Document)).toThrow(TypeError);
  });

  it.each([Number.NaN, 0.5, '1', undefined, null])(
    'refuses %p as the revision that guards writes',
    (revision) => {
      const document = { id: 'a', revision } as Document & { revision: number };
      expect(() => revisedRowOf(table, document)).toThrow('no whole number as revision');
    },
  );

  it.each([0, -1, 1, Number.MAX_SAFE_INTEGER])('takes %d as the revision that guards writes', (revision) => {
    expect(revisedRowOf(table, { id: 'a', revision }).values[1]).toBe(revision);
  });
});
