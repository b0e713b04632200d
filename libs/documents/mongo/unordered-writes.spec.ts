import { conflictsIn } from './unordered-writes.js';

const place = { collection: 'labels', hosts: 'db:27017' };
const duplicate = (index: number, name: string, value = 'private value') => ({
  index,
  code: 11000,
  errmsg: `E11000 duplicate key error collection: dev.labels index: ${name} dup key: { label: "${value}" }`,
});

function thrown(failures: Parameters<typeof conflictsIn>[1]): unknown {
  try {
    return conflictsIn(place, failures);
  } catch (error) {
    return error;
  }
}

describe('Writes that failed', () => {
  it('met documents with their ids, which is an answer', () => {
    const writeErrors = [duplicate(1, '_id_'), duplicate(7, '_id_')];
    expect(conflictsIn(place, { writeErrors })).toEqual(new Set([1, 7]));
    expect(conflictsIn(place, { writeErrors: [] })).toEqual(new Set());
  });

  it('broke another unique index, whose fields its name tells', () => {
    const writeErrors = [duplicate(0, '_id_'), duplicate(1, 'organization,label:unique')];
    expect(thrown({ writeErrors })).toMatchObject({
      code: 'duplicate-key',
      collection: 'labels',
      fields: ['organization', 'label'],
    });
  });

  it('are told from an index whose name lies in a value', () => {
    const writeErrors = [duplicate(0, 'label:unique', ' index: _id_ dup key: ')];
    expect(thrown({ writeErrors })).toMatchObject({ code: 'duplicate-key', fields: ['label'] });
  });

  it('for another reason are never taken for documents that are there', () => {
    const writeErrors = [
      duplicate(0, '_id_'),
      { index: 1, code: 121, errmsg: 'Document failed: private value' },
    ];
    expect(thrown({ writeErrors })).toMatchObject({
      code: 'documents-refused',
      message: 'MongoDB refuses what it was asked about labels: error 121 for a document.',
    });
  });

  it.each([24, 50, 112, 11600])('may be done by a repetition when one failed with %i', (code) => {
    const writeErrors = [duplicate(0, '_id_'), { index: 1, code, errmsg: 'private value' }];
    expect(thrown({ writeErrors })).toMatchObject({ code: 'documents-unreachable', hosts: 'db:27017' });
  });

  it('are refused when one can never be done, whatever became of the others', () => {
    const writeErrors = [
      { index: 0, code: 112 },
      { index: 1, code: 121 },
    ];
    expect(thrown({ writeErrors })).toMatchObject({ code: 'documents-refused' });
  });

  it.each([64, 91, 100])('are not all that is wrong when a majority does not have the others: %i', (code) => {
    const failures = { writeErrors: [duplicate(0, '_id_')], writeConcernError: { code } };
    expect(thrown(failures)).toMatchObject({
      code: 'documents-unreachable',
      message: expect.stringContaining(`a majority has not written it yet (${code})`) as string,
    });
  });

  it('say nothing of the documents', () => {
    const failures = [duplicate(0, 'label:unique'), { index: 0, code: 1, errmsg: 'private value' }];
    for (const failure of failures)
      expect(String(thrown({ writeErrors: [failure] }))).not.toContain('private');
  });
});
