import type { Query } from '../port.js';
import { filterOf, sortOf } from './filter.js';

describe('Conditions for MongoDB', () => {
  it.each<[Query['where'], unknown]>([
    [{}, {}],
    [{ sha: '1' }, { sha: { $eq: '1' } }],
    [
      { 'build.number': 0, isOpen: false },
      { 'build.number': { $eq: 0 }, isOpen: { $eq: false } },
    ],
    [{ branch: null }, { branch: { $eq: null } }],
    [{ id: 'a' }, { _id: { $eq: 'a' } }],
    [{ id: { gt: 'a', lte: 'b' } }, { _id: { $gt: 'a', $lte: 'b' } }],
    [{ number: { gte: 1, lt: 9 } }, { number: { $gte: 1, $lt: 9 } }],
    [{ state: { in: ['passed', null, 1, true] } }, { state: { $in: ['passed', null, 1, true] } }],
    [{ state: { in: [] } }, { state: { $in: [] } }],
  ])('%j', (where, filter) => {
    expect(filterOf(where)).toStrictEqual(filter);
  });

  it('have text as it is stored', () => {
    expect(filterOf({ sha: '\ud83d', state: { in: ['\ud83d'] }, id: { gt: '\ud83d' } })).toEqual({
      sha: { $eq: '\uffffd83d' },
      state: { $in: ['\uffffd83d'] },
      _id: { $gt: '\uffffd83d' },
    });
  });

  it.each(['$where', '{ $ne: null }', '/a+/'])('take the text %j for text', (text) => {
    expect(filterOf({ sha: text })).toEqual({ sha: { $eq: text } });
  });
});

describe('The order for MongoDB', () => {
  it.each<[Query['orderBy'], unknown]>([
    [undefined, [['_id', 1]]],
    [[], [['_id', 1]]],
    [
      [['number', 'ascending']],
      [
        ['number', 1],
        ['_id', 1],
      ],
    ],
    [
      [['number', 'descending']],
      [
        ['number', -1],
        ['_id', -1],
      ],
    ],
    [
      [
        ['state', 'descending'],
        ['number', 'ascending'],
      ],
      [
        ['state', -1],
        ['number', 1],
        ['_id', 1],
      ],
    ],
    [[['id', 'descending']], [['_id', -1]]],
    [
      [
        ['id', 'ascending'],
        ['number', 'descending'],
      ],
      [
        ['_id', 1],
        ['number', -1],
      ],
    ],
  ])('%j', (orderBy, sort) => {
    expect(sortOf(orderBy === undefined ? { where: {} } : { where: {}, orderBy })).toEqual(sort);
  });
});
