import type { Collection, Condition, Documents, Query } from '../../port.js';
import { freshCollections } from './fresh-collections.js';

interface Build {
  readonly id: string;
  readonly organization: string;
  readonly build: { readonly number?: unknown; readonly state?: string };
}

function build(id: string, number: unknown, state: string, organization = 'acme'): Build {
  return { id, organization, build: { number, state } };
}

const builds = [
  build('a', 3, 'passed'),
  build('b', 1, 'failed'),
  build('c', 10, 'passed'),
  build('d', 2, 'running'),
  build('e', 10, 'failed'),
  build('z', 5, 'passed', 'other'),
];

export function queryContract(open: () => Promise<Documents>): void {
  describe('asking', () => {
    const fresh = freshCollections(open);
    let collection: Collection<Build>;

    beforeAll(async () => {
      collection = await fresh.collection<Build>([
        { fields: ['organization', 'build.number'] },
        { fields: ['organization', 'build.state'] },
        { fields: ['build.state'] },
      ]);
      await collection.put(builds.toReversed());
    });

    async function ids(query: Query): Promise<string[]> {
      const found = (await collection.find(query)).map(({ id }) => id);
      if (query.limit === undefined) expect(await collection.count(query.where)).toBe(found.length);
      return found;
    }

    describe('where', () => {
      it.each<[string, Query['where'], string[]]>([
        ['nothing is asked', {}, ['a', 'b', 'c', 'd', 'e', 'z']],
        ['a field equals a value', { organization: 'acme' }, ['a', 'b', 'c', 'd', 'e']],
        ['a dotted field equals a value', { 'build.state': 'passed' }, ['a', 'c', 'z']],
        ['all conditions hold', { organization: 'acme', 'build.state': 'passed' }, ['a', 'c']],
        ['a condition on another index holds too', { 'build.state': 'failed', 'build.number': 10 }, ['e']],
        ['a value is one of some', { 'build.state': { in: ['failed', 'running'] } }, ['b', 'd', 'e']],
        [
          'a value is one of some, repeated',
          { 'build.state': { in: ['failed', 'failed', 'no'] } },
          ['b', 'e'],
        ],
        ['a value is one of none', { 'build.state': { in: [] } }, []],
        ['the id equals a value', { id: 'c' }, ['c']],
        ['the id is in a range', { organization: 'acme', id: { gt: 'c' } }, ['d', 'e']],
        ['greater', { organization: 'acme', 'build.number': { gt: 3 } }, ['c', 'e']],
        ['greater or equal', { organization: 'acme', 'build.number': { gte: 3 } }, ['a', 'c', 'e']],
        ['less', { organization: 'acme', 'build.number': { lt: 3 } }, ['b', 'd']],
        ['less or equal', { organization: 'acme', 'build.number': { lte: 3 } }, ['a', 'b', 'd']],
        ['between', { organization: 'acme', 'build.number': { gt: 1, lte: 3 } }, ['a', 'd']],
        [
          'in a range of text',
          { organization: 'acme', 'build.state': { gte: 'failed', lt: 'passed' } },
          ['b', 'e'],
        ],
        ['in a range without an end', { 'build.state': { gte: 'passed' } }, ['a', 'c', 'd', 'z']],
        ['nothing fits', { organization: 'nobody' }, []],
      ])('%s', async (_name, where, expected) => {
        expect(await ids({ where })).toEqual(expected);
      });

      it('asks for many values at once', async () => {
        const many = Array.from({ length: 5000 }, (_, index) => `state ${index}`);
        expect(await ids({ where: { 'build.state': { in: [...many, 'running'] } } })).toEqual(['d']);
      });
    });

    describe('in an order', () => {
      const organization = 'acme';

      it.each<[string, Query, string[]]>([
        ['by id unless another is asked for', { where: { organization } }, ['a', 'b', 'c', 'd', 'e']],
        [
          'ascending, equals by id',
          { where: { organization }, orderBy: [['build.number', 'ascending']] },
          ['b', 'd', 'a', 'c', 'e'],
        ],
        [
          'descending, equals by id downwards',
          { where: { organization }, orderBy: [['build.number', 'descending']] },
          ['e', 'c', 'a', 'd', 'b'],
        ],
        [
          'by several fields, each its way',
          {
            where: { organization },
            orderBy: [
              ['build.state', 'descending'],
              ['build.number', 'ascending'],
            ],
          },
          ['d', 'a', 'c', 'b', 'e'],
        ],
        [
          'by id downwards',
          { where: { organization }, orderBy: [['id', 'descending']] },
          ['e', 'd', 'c', 'b', 'a'],
        ],
        ['of everything', { where: {}, orderBy: [['build.number', 'ascending']], limit: 3 }, ['b', 'd', 'a']],
      ])('%s', async (_name, query, expected) => {
        expect(await ids(query)).toEqual(expected);
      });

      it.each([
        [0, []],
        [2, ['e', 'c']],
        [100, ['e', 'c', 'a', 'd', 'b']],
      ])('no more than %i', async (limit, expected) => {
        const query = { where: { organization }, orderBy: [['build.number', 'descending']], limit } as const;
        expect(await ids(query)).toEqual(expected);
      });

      it('page by page, each document once', async () => {
        const seen: string[] = [];
        for (let after = ''; ;) {
          const page = await ids({ where: { organization, id: { gt: after } }, limit: 2 });
          if (page.length === 0) break;
          seen.push(...page);
          after = page.at(-1) ?? '';
        }
        expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
      });
    });

    describe('for values of several kinds', () => {
      const values = [null, -1, 2, 10, '', '10', '2', 'a', '\uffee', '😀', false, true];
      let kinds: Collection<{ id: string; value: unknown }>;

      beforeAll(async () => {
        kinds = await fresh.collection<{ id: string; value: unknown }>([{ fields: ['value'] }]);
        await kinds.put(values.map((value, index) => ({ id: `v${String(index).padStart(2, '0')}`, value })));
      });

      async function found(condition: Condition): Promise<unknown[]> {
        const query: Query = { where: { value: condition }, orderBy: [['value', 'ascending']] };
        return (await kinds.find(query)).map(({ value }) => value);
      }

      it('orders null, numbers, text by code point, false, true', async () => {
        const all = await kinds.find({ where: {}, orderBy: [['value', 'ascending']] });
        expect(all.map(({ value }) => value)).toEqual(values);
      });

      it.each<[Condition, unknown[]]>([
        [2, [2]],
        ['2', ['2']],
        [true, [true]],
        [false, [false]],
        [null, [null]],
        [{ in: [null, 2, '2', true] }, [null, 2, '2', true]],
        [{ in: [null] }, [null]],
      ])('finds just what equals %j', async (condition, expected) => {
        expect(await found(condition)).toEqual(expected);
      });

      it.each<[Condition, unknown[]]>([
        [{ gte: 2 }, [2, 10]],
        [{ lt: 2 }, [-1]],
        [{ gt: -5, lt: 100 }, [-1, 2, 10]],
        [{ gte: '2' }, ['2', 'a', '\uffee', '😀']],
        [{ lt: '2' }, ['', '10']],
        [{ gt: 'a', lte: '😀' }, ['\uffee', '😀']],
      ])('finds in the range %j only what is of its kind', async (condition, expected) => {
        expect(await found(condition)).toEqual(expected);
      });

      it('takes a missing field for null', async () => {
        await kinds.put([{ id: 'missing', value: undefined }]);
        expect(await kinds.count({ value: null })).toBe(2);
        await kinds.remove(['missing']);
      });

      it('tells text apart that differs in a lone surrogate only', async () => {
        await kinds.put([
          { id: 'high', value: 'x\ud83d' },
          { id: 'low', value: 'x\ude80' },
        ]);
        expect((await kinds.find({ where: { value: 'x\ud83d' } })).map(({ id }) => id)).toEqual(['high']);
        expect((await kinds.find({ where: { value: { in: ['x\ude80'] } } })).map(({ id }) => id)).toEqual([
          'low',
        ]);
        await kinds.remove(['high', 'low']);
      });
    });

    describe('what cannot be asked', () => {
      it.each<[string, Query]>([
        ['a field that no index declares', { where: { organization: 'acme', 'build.branch': 'main' } }],
        [
          'an order by such a field',
          { where: { organization: 'acme' }, orderBy: [['build.branch', 'ascending']] },
        ],
        ['only fields that no index begins with', { where: { 'build.number': 3 } }],
      ])('%s', async (_name, query) => {
        await expect(collection.find(query)).rejects.toMatchObject({
          code: 'not-indexed',
          name: 'NotIndexed',
        });
      });

      it('counts no better than it finds', async () => {
        await expect(collection.count({ 'build.branch': 'main' })).rejects.toMatchObject({
          code: 'not-indexed',
          fields: ['build.branch'],
        });
      });

      it.each<[string, unknown]>([
        ['undefined', undefined],
        ['NaN', Number.NaN],
        ['an operator of an engine', { $ne: null }],
        ['an operator of an engine beside a bound', { gt: 'a', $ne: null }],
        ['a range without bounds', {}],
        ['a range of two kinds', { gt: 1, lt: 'b' }],
        ['a range of booleans', { gt: false }],
        ['an undefined bound', { gt: undefined }],
        ['a list instead of a condition', ['acme']],
        ['lists of lists', { in: [['acme']] }],
        ['no list of values', { in: 'acme' }],
        ['too many values', { in: Array<string>(10_001).fill('x') }],
      ])('%s as a condition', async (_name, condition) => {
        const where = { organization: condition as Condition };
        await expect(collection.find({ where })).rejects.toThrow(TypeError);
        await expect(collection.count(where)).rejects.toThrow(TypeError);
      });

      it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('a limit of %d', async (limit) => {
        await expect(collection.find({ where: {}, limit })).rejects.toThrow(TypeError);
      });
    });
  });
}
