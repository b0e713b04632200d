import { randomUUID } from 'node:crypto';
import mongoose, { type Connection } from 'mongoose';
import type { CollectionDefinition, Document, Documents, Query } from '../port.js';
import { filterOf, sortOf } from './filter.js';
import { openMongoDocuments } from './open-mongo-documents.js';
import { mongodbUri } from './testing/mongodb-uri.js';

interface Label extends Document {
  readonly organization?: unknown;
  readonly label?: unknown;
  readonly number?: number;
}

describe('Indexes in MongoDB', () => {
  let documents: Documents;
  let mongosh: Connection;
  let name: string;

  beforeAll(async () => {
    documents = await openMongoDocuments({ uri: mongodbUri() });
    mongosh = await mongoose.createConnection(mongodbUri()).asPromise();
  });

  afterAll(async () => {
    await documents.close();
    await mongosh.close();
  });

  beforeEach(() => {
    name = `indexes_${randomUUID().replaceAll('-', '')}`;
  });

  afterEach(() => documents.drop(name));

  async function provisioned(indexes: CollectionDefinition<Label>['indexes']) {
    const definition: CollectionDefinition<Label> = { name, indexes };
    await documents.provision([definition]);
    return documents.collection(definition);
  }

  async function indexNames(): Promise<string[]> {
    const indexes = (await mongosh.collection(name).listIndexes().toArray()) as { name: string }[];
    return indexes.map((index) => index.name).sort();
  }

  describe('answer every query that may be asked', () => {
    async function stages(query: Query): Promise<string> {
      const sorted = mongosh.collection(name).find(filterOf(query.where)).sort(sortOf(query));
      const { queryPlanner } = (await sorted.explain('queryPlanner')) as {
        queryPlanner: { winningPlan: object };
      };
      return JSON.stringify(queryPlanner.winningPlan);
    }

    beforeEach(async () => {
      const labels = await provisioned([
        { fields: ['organization', 'label'], unique: true },
        { fields: ['organization', 'number'] },
      ]);
      await labels.put(
        Array.from({ length: 300 }, (_, number) => ({
          id: `${number}`,
          organization: `o${number % 3}`,
          label: `l${number}`,
          number,
        })),
      );
    });

    it.each<[string, Query]>([
      ['a value', { where: { organization: 'o1' } }],
      ['the key of a unique index', { where: { organization: 'o1', label: 'l1' } }],
      ['a part of it', { where: { organization: 'o1', label: null } }],
      ['an id', { where: { id: '7' } }],
      ['a range of ids', { where: { id: { gt: '7' } } }],
    ])('for %s', async (_name, query) => {
      expect(await stages(query)).toMatch(/IXSCAN|IDHACK/);
      expect(await stages(query)).not.toContain('COLLSCAN');
    });

    it.each<[string, Query]>([
      ['by id', { where: { organization: 'o1', number: 4 } }],
      ['by the next field', { where: { organization: 'o1' }, orderBy: [['number', 'ascending']] }],
      ['backwards', { where: { organization: 'o1' }, orderBy: [['number', 'descending']] }],
      [
        'in a range',
        { where: { organization: 'o1', number: { gt: 3 } }, orderBy: [['number', 'ascending']] },
      ],
    ])('without sorting, %s', async (_name, query) => {
      expect(await stages(query)).not.toContain('"SORT"');
    });
  });

  it('bind no process that has not got them yet when they are declared no more', async () => {
    await provisioned([{ fields: ['label'] }]);
    const before = documents.collection<Label>({ name, indexes: [{ fields: ['label'] }] });
    await provisioned([{ fields: ['number'] }]);
    await expect(before.put([{ id: 'a', label: 'main' }])).resolves.toBeUndefined();
    expect(await indexNames()).toEqual(['_id_', 'label', 'number']);
  });

  it('refuse nothing any more when they are not declared unique any more', async () => {
    await provisioned([{ fields: ['label'], unique: true }]);
    const labels = await provisioned([{ fields: ['label'] }]);
    await labels.put([
      { id: 'a', label: 'main' },
      { id: 'b', label: 'main' },
    ]);
    expect(await labels.count({ label: 'main' })).toBe(2);
    expect(await indexNames()).toEqual(['_id_', 'label']);
  });

  it('are left alone when somebody else made them', async () => {
    await provisioned([]);
    await mongosh
      .collection(name)
      .createIndex({ other: 1 }, { name: 'of an operator', unique: true, sparse: true });
    await provisioned([{ fields: ['label'] }]);
    expect(await indexNames()).toEqual(['_id_', 'label', 'of an operator']);
  });

  it.each([
    ['of the same fields under another name', { label: 1, _id: 1 }, 'mine'],
    ['of other fields under the same name', { other: 1 }, 'label'],
    ['that would be unique', { label: 1 }, 'label:unique'],
  ] as const)('are not made beside one %s, and what to do is said', async (_name, key, index) => {
    await provisioned([]);
    await mongosh.collection(name).createIndex({ ...key }, { name: index });

    const outcome = provisioned([{ fields: ['label'], unique: true }]);
    await expect(outcome).rejects.toThrow(
      'Drop the index that is there, then run the provisioning step again.',
    );
    await expect(outcome).rejects.toMatchObject({ code: 'index-conflict', collection: name });
  });

  it.each<[string, Label]>([
    ['a list', { id: 'a', label: ['main'] }],
    ['an object', { id: 'a', label: { text: 'main' } }],
  ])('are not made over %s', async (_name, document) => {
    await (await provisioned([])).put([document]);
    await expect(provisioned([{ fields: ['label'] }])).rejects.toMatchObject({
      code: 'unindexable-value',
      collection: name,
      field: 'label',
    });
  });

  it('are not made over what lies in a list', async () => {
    await (await provisioned([])).put([{ id: 'a', label: [{ text: 'main' }] }]);
    await expect(provisioned([{ fields: ['label.text'] }])).rejects.toMatchObject({ field: 'label.text' });
  });

  it('are made once when several processes make them at the same time', async () => {
    const others = await Promise.all([1, 2, 3].map(() => openMongoDocuments({ uri: mongodbUri() })));
    const definition = { name, indexes: [{ fields: ['label'], unique: true }, { fields: ['number'] }] };
    await Promise.all(others.map((other) => other.provision([definition])));
    await Promise.all(others.map((other) => other.close()));
    expect(await indexNames()).toEqual(['_id_', 'label', 'label:unique', 'number']);
  });

  it('are missed by a process whose collection another one dropped, which makes none by writing', async () => {
    const labels = await provisioned([{ fields: ['label'] }]);
    await labels.put([{ id: 'a', label: 'main' }]);
    const other = await openMongoDocuments({ uri: mongodbUri() });
    await other.drop(name);

    const outcomes: unknown[] = [];
    while (!outcomes.some((outcome) => outcome instanceof Error)) {
      outcomes.push(await labels.get('a').catch((error: unknown) => error));
    }
    expect(outcomes.at(-1)).toMatchObject({ code: 'unknown-collection' });
    await expect(labels.put([{ id: 'b', label: 'main' }])).rejects.toMatchObject({
      code: 'unknown-collection',
    });
    expect(await other.list()).not.toContain(name);
    await other.close();
  });
});
