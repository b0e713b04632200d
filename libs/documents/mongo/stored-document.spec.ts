import fc from 'fast-check';
import mongoose from 'mongoose';
import type { Document } from '../port.js';
import { layoutOf } from './layout.js';
import { documentOf, storedDocument } from './stored-document.js';

const { BSON } = mongoose.mongo;

const layout = layoutOf({
  name: 'builds',
  indexes: [{ fields: ['sha'] }, { fields: ['build.state', 'id'] }],
});
const stored = (document: object) => storedDocument(layout, { id: 'a', ...document });

/** As it comes back from the server, which was asked to leave `_id` out. */
function read(document: Document): Document {
  const { _id, ...rest } = BSON.deserialize(BSON.serialize(storedDocument(layout, document)));
  expect(typeof _id).toBe('string');
  return documentOf(rest);
}

const anyJson = fc.jsonValue({ depthSize: 'medium', stringUnit: 'binary' });

describe('A document as MongoDB keeps it', () => {
  it('is the document as it is, beside its id', () => {
    expect(stored({ sha: '1', build: { state: 'passed', 'odd.key': [1, null] } })).toEqual({
      _id: 'a',
      id: 'a',
      sha: '1',
      build: { state: 'passed', 'odd.key': [1, null] },
    });
  });

  it('is the document as text where BSON cannot hold it, with what can be asked for beside it', () => {
    expect(stored({ sha: 'x\ud83d', build: { state: 'passed', $set: 1 }, revision: 3 })).toEqual({
      _id: 'a',
      id: 'a',
      sha: 'x\uffffd83d',
      build: { state: 'passed' },
      revision: 3,
      _json: '{"id":"a","sha":"x\\ud83d","build":{"state":"passed","$set":1},"revision":3}',
    });
  });

  it.each([{ _id: 'mine' }, { _json: '{"id":"b"}' }])('keeps %j apart from its own fields', (fields) => {
    const document = { id: 'a', ...fields };
    expect(stored(fields)).toEqual({ ...fields, _id: 'a', id: 'a', _json: JSON.stringify(document) });
    expect(read(document)).toEqual(document);
  });

  it('has an id that UTF-8 can hold', () => {
    expect(storedDocument(layout, { id: '\ud83d' })._id).toBe('\uffffd83d');
    expect(read({ id: '\ud83d' })).toEqual({ id: '\ud83d' });
  });

  it.each([
    ['a date', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
    ['a secret', { token: { toJSON: () => '[secret]' } }, { token: '[secret]' }],
    [
      'an object of a class',
      {
        build: new (class Build {
          number = 7;
        })(),
      },
      { build: { number: 7 } },
    ],
    ['a list with nothing in it', { list: [undefined] }, { list: [null] }],
    ['a secret with a lone surrogate', { t: { toJSON: () => '\ud83d' } }, { t: '\ud83d' }],
  ])('keeps %s as what it shows of itself in JSON', (_name, fields, expected) => {
    expect(read({ id: 'a', ...fields })).toEqual({ id: 'a', ...expected });
  });

  it('is not reached by what is done to the document afterwards', () => {
    const build = { state: 'passed' };
    const before = stored({ build });
    build.state = 'failed';
    expect(before['build']).toEqual({ state: 'passed' });
  });

  it('comes back as JSON would bring it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), anyJson, (id, value) => {
        const document = { value, id };
        const json = JSON.stringify(document);
        expect(JSON.stringify(read(document))).toBe(json);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['', 'no id'],
    [undefined, 'no id'],
    [7, 'no id'],
  ])('needs an id, which %p is not', (id, reason) => {
    expect(() => storedDocument(layout, { id } as unknown as Document)).toThrow(reason);
  });

  it.each([[{ sha: ['1'] }], [{ sha: {} }], [{ build: [{ state: 'passed' }] }]])(
    'cannot be indexed by %j',
    (fields) => {
      expect(() => stored(fields)).toThrow(expect.objectContaining({ code: 'unindexable-value' }) as Error);
    },
  );
});
