import { DatabaseSync } from 'node:sqlite';
import type { Query } from '../port.js';
import { provisionTable } from './schema.js';
import { selectBodies, selectCount } from './select.js';
import { tableOf } from './table.js';

const deploys = tableOf({
  name: 'deploys',
  indexes: [
    { fields: ['organization', 'build.sha'] },
    { fields: ['organization', 'deployedAt'] },
    { fields: ['organization', 'slug'], unique: true },
    { fields: ['number'] },
  ],
});

describe('A query in SQL', () => {
  let database: DatabaseSync;

  beforeAll(() => {
    database = new DatabaseSync(':memory:');
    provisionTable(database, deploys);
  });

  afterAll(() => database.close());

  /** How SQLite answers the query, step by step (sqlite.org/eqp.html). */
  function plan({ sql, parameters }: ReturnType<typeof selectBodies>): string {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
    return steps.map(({ detail }) => String(detail)).join('; ');
  }

  const organization = 'acme';
  const indexed: [string, Query, string][] = [
    ['one field', { where: { organization } }, 'deploys(organization,'],
    ['two fields', { where: { organization, 'build.sha': '1' } }, 'deploys(organization,build.sha) ('],
    [
      'one of some',
      { where: { organization, 'build.sha': { in: ['1', '2', '3'] } } },
      'deploys(organization,build.sha) (',
    ],
    [
      'a range of text',
      { where: { organization, deployedAt: { gte: '2026' } } },
      'deploys(organization,deployedAt) (',
    ],
    ['a range of numbers', { where: { number: { gt: 3 } } }, 'deploys(number) ('],
    [
      'a range with two ends',
      { where: { number: { gt: 3, lt: 7 } } },
      'deploys(number) ($.number>? AND $.number<?)',
    ],
    ['null', { where: { organization, 'build.sha': null } }, 'deploys(organization,build.sha) ('],
    ['one of some or null', { where: { number: { in: [1, null] } } }, 'deploys(number) ('],
    ['a unique key', { where: { organization, slug: 'web' } }, 'deploys(organization,slug) unique ('],
    ['an id', { where: { id: 'a' } }, 'sqlite_autoindex_deploys_1 (id=?)'],
    ['a first field and another index', { where: { number: 1, deployedAt: '2026' } }, 'deploys(number) ('],
  ];

  it.each(indexed)('searches an index for %s', (_name, query, index) => {
    for (const how of [plan(selectBodies(deploys, query)), plan(selectCount(deploys, query.where))]) {
      expect(how).toContain('SEARCH');
      expect(how).not.toContain('SCAN');
    }
    expect(plan(selectBodies(deploys, query))).toContain(index);
  });

  it.each<[string, Query]>([
    ['by id', { where: { organization, 'build.sha': '1' } }],
    ['by the next field of the index', { where: { organization }, orderBy: [['deployedAt', 'ascending']] }],
    ['by it downwards', { where: { organization }, orderBy: [['deployedAt', 'descending']], limit: 20 }],
    ['by id, page by page', { where: { number: 3, id: { gt: 'a' } }, limit: 20 }],
    ['of everything, by id', { where: {} }],
    ['of everything, by the first field of an index', { where: {}, orderBy: [['number', 'descending']] }],
  ])('needs no sorting for an order %s', (_name, query) => {
    expect(plan(selectBodies(deploys, query))).not.toContain('TEMP B-TREE');
  });

  it('holds no values, so that one text serves all queries of a shape', () => {
    const one = selectBodies(deploys, {
      where: { organization: 'acme', number: { in: [1, 2, 3] } },
      limit: 5,
    });
    const other = selectBodies(deploys, {
      where: { organization: `x' OR 1`, number: { in: [4, 5, 6, 7] } },
      limit: 9,
    });

    expect(one.sql).toBe(other.sql);
    expect(one.parameters).toEqual(['acme', 1, 2, 3, 3, 5]);
    expect(other.parameters).toEqual([`x' OR 1`, 4, 5, 6, 7, 9]);
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 4],
    [5, 8],
    [1000, 1024],
  ])('fills a list of %i up to %i places', (values, places) => {
    const list = Array.from({ length: values }, (_, index) => index);
    expect(selectCount(deploys, { number: { in: list } }).parameters).toHaveLength(places);
  });
});
