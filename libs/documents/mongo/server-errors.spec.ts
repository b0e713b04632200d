import mongoose from 'mongoose';
import { inspect } from 'node:util';
import { codeOf, inOurWords } from './server-errors.js';

const { MongoInvalidArgumentError, MongoNetworkError, MongoServerError } = mongoose.mongo;
const place = { collection: 'builds', hosts: 'db:27017' };
const secret = 'a value of a document';

async function said(error: Error): Promise<unknown> {
  return inOurWords(place, () => Promise.reject(error)).catch((thrown: unknown) => thrown);
}

describe('What the server says, in our words', () => {
  it('is what it gave when nothing is wrong', async () => {
    expect(await inOurWords(place, () => Promise.resolve(7))).toBe(7);
  });

  it.each([
    [
      'nothing, since it cannot be reached',
      new MongoNetworkError('connection closed'),
      'documents-unreachable',
    ],
    [
      'that there is no such collection',
      new MongoServerError({ code: 26, errmsg: secret }),
      'unknown-collection',
    ],
    [
      'that it does not lead any more',
      new MongoServerError({ code: 10107, codeName: 'NotWritablePrimary', errmsg: secret }),
      'documents-unreachable',
    ],
    ['that a unique index is broken', new MongoServerError({ code: 11000, errmsg: secret }), 'duplicate-key'],
    ['something else', new MongoServerError({ code: 121, errmsg: secret }), 'documents-refused'],
    ['nothing, since it was not asked', new MongoInvalidArgumentError('too large'), 'documents-refused'],
  ])('%s', async (_name, error, code) => {
    const ours = await said(error);
    expect(ours).toMatchObject({ code });
    expect(inspect(ours, { depth: 9, showHidden: true })).not.toContain(secret);
  });

  it("has the server's word for its code", async () => {
    const codeName = 'DocumentValidationFailure';
    expect(await said(new MongoServerError({ code: 121, codeName, errmsg: secret }))).toMatchObject({
      message: 'MongoDB refuses what it was asked about builds: error 121, DocumentValidationFailure.',
    });
  });

  it.each([
    [24, 'LockTimeout'],
    [43, 'CursorNotFound'],
    [46, 'LockBusy'],
    [50, 'MaxTimeMSExpired'],
    [64, 'WriteConcernTimeout'],
    [112, 'WriteConflict'],
    [175, 'QueryPlanKilled'],
    [202, 'NetworkInterfaceExceededTimeLimit'],
    [237, 'CursorKilled'],
    [11601, 'Interrupted'],
    [14031, 'OutOfDiskSpace'],
  ])('is that it cannot now, which may pass, for error %i, %s', async (code, codeName) => {
    expect(await said(new MongoServerError({ code, codeName, errmsg: secret }))).toMatchObject({
      code: 'documents-unreachable',
      message: `MongoDB at db:27017 does not answer: error ${code}, ${codeName}. Start it, or correct MONGODB_URI.`,
    });
  });

  it.each([
    [13, 'Unauthorized'],
    [18, 'AuthenticationFailed'],
  ])(
    'is that it lets the user no more, which an operator can mend, for error %i, %s',
    async (code, codeName) => {
      expect(await said(new MongoServerError({ code, codeName, errmsg: secret }))).toMatchObject({
        code: 'documents-unusable',
        message: `MongoDB at db:27017 does not let the user in MONGODB_URI work on builds: error ${code}, ${codeName}. Give it the role readWrite there.`,
      });
    },
  );

  it('names where it could not be reached, and why', async () => {
    expect(await said(new MongoNetworkError('connection 3 closed'))).toMatchObject({
      hosts: 'db:27017',
      message: 'MongoDB at db:27017 does not answer: connection 3 closed. Start it, or correct MONGODB_URI.',
    });
  });

  it('names the fields of the index that is broken, also while it is made', async () => {
    const errmsg =
      'Index build failed: 1f: Collection dev.builds :: caused by :: E11000 duplicate key error collection: dev.builds index: organization,sha:unique dup key: { organization: "acme" }';
    expect(await said(new MongoServerError({ code: 11000, errmsg }))).toMatchObject({
      collection: 'builds',
      fields: ['organization', 'sha'],
    });
  });

  it('is no word about mistakes of ours', async () => {
    const mistake = new TypeError('undefined is not a function');
    expect(await said(mistake)).toBe(mistake);
  });

  it('has a code only if the server said something', () => {
    expect(codeOf(new MongoServerError({ code: 26 }))).toBe(26);
    expect(codeOf(new MongoServerError({}))).toBeUndefined();
    expect(codeOf(new MongoNetworkError('closed'))).toBeUndefined();
    expect(codeOf(undefined)).toBeUndefined();
  });
});
