import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import mongoose, { type Connection } from 'mongoose';
import type { Collection, Document, Documents } from '../port.js';
import { openMongoDocuments } from './open-mongo-documents.js';
import { mongodbUri } from './testing/mongodb-uri.js';

type Anything = Document & Readonly<Record<string, unknown>>;

const anyJson = fc.jsonValue({ depthSize: 'medium', stringUnit: 'binary' });
const anyValue = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);

describe('What MongoDB keeps', () => {
  const name = `stored_form_${randomUUID().replaceAll('-', '')}`;
  let documents: Documents;
  let things: Collection<Anything>;
  let mongosh: Connection;

  beforeAll(async () => {
    documents = await openMongoDocuments({ uri: mongodbUri() });
    const definition = { name, indexes: [{ fields: ['sha'] }] };
    await documents.provision([definition]);
    things = documents.collection(definition);
    mongosh = await mongoose.createConnection(mongodbUri()).asPromise();
  });

  afterAll(async () => {
    await documents.drop(name);
    await documents.close();
    await mongosh.close();
  });

  const stored = (id: string) => mongosh.collection<{ _id: string }>(name).findOne({ _id: id });

  it('can be looked at: the document as it is', async () => {
    const build: Anything = {
      id: 'build 7',
      sha: 'abc',
      number: 7,
      jobs: [{ name: 'test', exit: 0 }],
      'dotted.key': null,
    };
    await things.put([build]);
    expect(await stored('build 7')).toEqual({ _id: 'build 7', ...build });
  });

  it('can be looked at as near as it gets when BSON cannot hold it', async () => {
    const odd: Anything = { id: 'odd', sha: 'abc', message: 'cut \ud83d', query: { $gt: 1 } };
    await things.put([odd]);
    expect(await stored('odd')).toEqual({
      _id: 'odd',
      id: 'odd',
      sha: 'abc',
      message: 'cut \uffffd83d',
      query: {},
      _json: JSON.stringify(odd),
    });
    expect((await things.find({ where: { sha: 'abc', id: 'odd' } }))[0]).toEqual(odd);
  });

  it('comes back as JSON would bring it, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.string({ unit: 'binary', minLength: 1 }), anyJson), {
          selector: ([id]) => id,
          minLength: 1,
        }),
        async (entries) => {
          const written = entries.map(([id, value]): Anything => ({ value, id, revision: 1 }));
          await things.put(written);
          const read = await things.getMany(entries.map(([id]) => id));
          expect(read.map((document) => JSON.stringify(document))).toEqual(
            written.map((document) => JSON.stringify(document)),
          );
          await things.remove(entries.map(([id]) => id));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is found by what its indexed field equals, whatever that is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyValue, { minLength: 2, maxLength: 8 }), async (values) => {
        const ids = values.map((_value, place) => `value ${place}`);
        await things.put(values.map((sha, place) => ({ id: ids[place] ?? '', sha })));
        for (const sha of values) {
          const same = ids.filter(
            (_id, place) => values[place] === sha || (sha === null && values[place] == null),
          );
          const found = await things.find({ where: { sha, id: { gte: 'value', lt: 'valuf' } } });
          expect(found.map(({ id }) => id)).toEqual(same);
        }
        await things.remove(ids);
      }),
      { numRuns: 25 },
    );
  });

  it('holds what is nested deeper than MongoDB takes', async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(400)}1${'}'.repeat(400)}`) as object;
    await things.put([{ id: 'deep', deep }]);
    expect(JSON.stringify((await things.get('deep'))?.['deep'])).toBe(JSON.stringify(deep));
  });
});
