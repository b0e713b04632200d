import { fieldsOfIndex, isUniqueByName, layoutOf, storedField } from './layout.js';

describe('The layout of a collection', () => {
  it('has an index for each declared one, which ends in the id', () => {
    const { name, indexes } = layoutOf({
      name: 'builds',
      indexes: [{ fields: ['organization', 'build.sha'] }, { fields: ['id', 'state'] }],
    });

    expect(name).toBe('builds');
    expect(indexes).toEqual([
      { name: 'organization,build.sha', key: { organization: 1, 'build.sha': 1, _id: 1 } },
      { name: 'id,state', key: { _id: 1, state: 1 } },
    ]);
    expect(indexes.map(({ key }) => Object.keys(key).join())).toEqual([
      'organization,build.sha,_id',
      '_id,state',
    ]);
  });

  it('has another one for a unique index, which binds documents with all its fields', () => {
    const present = { $type: ['string', 'number', 'bool'] };
    const { indexes } = layoutOf({
      name: 'labels',
      indexes: [{ fields: ['organization', 'label'], unique: true }],
    });

    expect(indexes).toEqual([
      { name: 'organization,label', key: { organization: 1, label: 1, _id: 1 } },
      {
        name: 'organization,label:unique',
        key: { organization: 1, label: 1 },
        unique: true,
        partialFilterExpression: { organization: present, label: present },
      },
    ]);
  });

  it('has an index once that is declared twice', () => {
    const { indexes } = layoutOf({
      name: 'labels',
      indexes: [{ fields: ['label'] }, { fields: ['label'], unique: true }, { fields: ['label'] }],
    });
    expect(indexes.map(({ name }) => name)).toEqual(['label', 'label:unique']);
  });

  it('has the fields that a document is looked at for', () => {
    const indexes = [{ fields: ['id', 'sha'] }, { fields: ['sha', 'revision'] }];
    expect(layoutOf({ name: 'builds', indexes }).fields).toEqual(['sha', 'revision']);
  });

  it.each([
    ['sha', ['sha'], false],
    ['organization,build.sha', ['organization', 'build.sha'], false],
    ['organization,label:unique', ['organization', 'label'], true],
  ])('tells the fields from the name of the index %s', (name, fields, isUnique) => {
    expect(fieldsOfIndex(name)).toEqual(fields);
    expect(isUniqueByName(name)).toBe(isUnique);
  });

  it('keeps the id where MongoDB has its own', () => {
    expect([storedField('id'), storedField('sha'), storedField('build.id')]).toEqual([
      '_id',
      'sha',
      'build.id',
    ]);
  });
});
