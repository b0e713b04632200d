import { checkDefinition, indexedFields } from './definition.js';

describe('The definition of a collection', () => {
  it('has the fields of its indexes, each once', () => {
    const indexes = [{ fields: ['organization', 'sha'] }, { fields: ['sha', 'state'], unique: true }];
    expect(indexedFields({ name: 'builds', indexes })).toEqual(['organization', 'sha', 'state']);
    expect(indexedFields({ name: 'builds', indexes: [] })).toEqual([]);
  });

  it.each(['builds', 'buildSnapshots', 'build-snapshots', 'build_snapshots.v2', 'B'])(
    'may be called %s',
    (name) => {
      expect(() => checkDefinition({ name, indexes: [] })).not.toThrow();
    },
  );

  it.each(['', '-builds', '2builds', 'builds"', 'sqlite_stat1', 'SQLITE_x', 'system.js', 'ünïcode'])(
    'may not be called %j',
    (name) => {
      expect(() => checkDefinition({ name, indexes: [] })).toThrow('not a name for a collection');
    },
  );

  it.each([[['sha']], [['build.sha', '_id2']], [['organization', 'id']]])('may index %j', (fields) => {
    expect(() => checkDefinition({ name: 'builds', indexes: [{ fields }] })).not.toThrow();
  });

  it.each([
    [[], 'has no fields'],
    [['sha', 'sha'], 'names a field twice: sha, sha'],
    [['build..sha'], 'is not the path of a field'],
    [['.sha'], 'is not the path of a field'],
    [['sha"'], 'is not the path of a field'],
    [['sha; DROP'], 'is not the path of a field'],
    [['_id'], 'is not the path of a field'],
    [['sha', '_json.sha'], 'is not the path of a field'],
  ])('may not index %j', (fields, reason) => {
    expect(() => checkDefinition({ name: 'builds', indexes: [{ fields }] })).toThrow(reason);
  });
});
