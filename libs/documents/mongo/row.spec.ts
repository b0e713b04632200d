import { layoutOf } from './layout.js';
import { oneForEachId, revisedRowOf, rowOf } from './row.js';

const layout = layoutOf({ name: 'deploys', indexes: [{ fields: ['sha'] }] });
const deploy = (id: string, revision: number) => revisedRowOf(layout, { id, revision });
const told = (rows: readonly { readonly id: string; readonly revision: number }[]) =>
  rows.map(({ id, revision }) => `${id}${revision}`);

describe('A row', () => {
  it('has the id as the document has it, and the stored one', () => {
    expect(rowOf(layout, { id: '\ud83d' })).toMatchObject({ id: '\ud83d', stored: { _id: '\uffffd83d' } });
  });

  it('has the revision that guards its writing', () => {
    expect(deploy('a', 0)).toMatchObject({ id: 'a', revision: 0, stored: { _id: 'a', revision: 0 } });
  });

  it.each([Number.NaN, 1.5, Infinity, '1', null])('refuses %p for a revision', (revision) => {
    expect(() => deploy('a', revision as number)).toThrow(
      new TypeError('A document of deploys has no whole number as revision.'),
    );
  });
});

describe('Of rows with one id', () => {
  const rows = [deploy('a', 1), deploy('b', 5), deploy('a', 3), deploy('b', 5), deploy('a', 2)];

  it('the first one can be taken', () => {
    expect(told(oneForEachId(rows, () => false))).toEqual(['a1', 'b5']);
  });

  it('the last one can be taken', () => {
    expect(told(oneForEachId(rows, () => true))).toEqual(['a2', 'b5']);
  });

  it('the best one can be taken', () => {
    const chosen = oneForEachId(rows, (later, earlier) => later.revision > earlier.revision);
    expect(told(chosen)).toEqual(['a3', 'b5']);
    expect(chosen[1]).toBe(rows[1]);
  });
});
