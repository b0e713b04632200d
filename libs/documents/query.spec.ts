import type { Query } from './port.js';
import { checkQuery, isOneOf } from './query.js';

const builds = {
  name: 'builds',
  indexes: [{ fields: ['organization', 'sha'] }, { fields: ['state'], unique: true }],
};

function refused(query: Query): unknown {
  try {
    checkQuery(builds, query);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('A query', () => {
  it.each<Query>([
    { where: {} },
    { where: { organization: 'acme' } },
    { where: { state: 'passed', sha: '1' } },
    { where: { id: 'a', sha: '1' } },
    { where: { organization: { in: ['acme', null, 1, true] } }, limit: 0 },
    { where: { organization: { gte: 'a', lt: 'b' } }, orderBy: [['sha', 'descending']] },
    { where: {}, orderBy: [['id', 'ascending']] },
  ])('may ask for %j', (query) => {
    expect(refused(query)).toBeUndefined();
  });

  it('names all fields that no index declares', () => {
    const query: Query = {
      where: { organization: 'acme', branch: 'main' },
      orderBy: [['startedAt', 'ascending']],
    };
    expect(refused(query)).toMatchObject({
      code: 'not-indexed',
      collection: 'builds',
      fields: ['branch', 'startedAt'],
      message: 'No index of builds declares branch, startedAt.',
    });
  });

  it('says when no index begins with a field asked for', () => {
    expect(refused({ where: { sha: '1' } })).toMatchObject({
      code: 'not-indexed',
      message: 'No index of builds begins with sha.',
    });
  });

  it('that is wrong is a mistake in the program, which repeating does not heal', () => {
    expect(refused({ where: { sha: '1' } })).toBeInstanceOf(TypeError);
    expect(refused({ where: { organization: { gt: Number.NaN } } })).toBeInstanceOf(TypeError);
  });

  it('does not repeat values in what it says', () => {
    const values = { gt: 'private text', lt: 3 };
    expect(String(refused({ where: { organization: values } }))).toContain(
      'The condition on organization is none',
    );
    expect(String(refused({ where: { organization: values } }))).not.toContain('private text');
  });

  it('tells a list of values from a range and from null', () => {
    expect([isOneOf({ in: [] }), isOneOf({ gt: 1 }), isOneOf(null), isOneOf('in')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
