import { UnindexableValue } from './errors.js';
import { fieldValue } from './field-value.js';

const read = (document: object, path: string) => fieldValue('builds', { id: 'x', ...document }, path);

describe('The value of an indexed field', () => {
  it.each<[object, string, unknown]>([
    [{ sha: 'abc' }, 'sha', 'abc'],
    [{ number: 0 }, 'number', 0],
    [{ rebuilt: false }, 'rebuilt', false],
    [{ branch: null }, 'branch', null],
    [{ build: { commit: { sha: 'abc' } } }, 'build.commit.sha', 'abc'],
    [{}, 'id', 'x'],
  ])('of %j at %s is %j', (document, path, expected) => {
    expect(read(document, path)).toBe(expected);
  });

  it.each<[object, string]>([
    [{}, 'sha'],
    [{ sha: undefined }, 'sha'],
    [{ build: null }, 'build.sha'],
    [{ build: 'text' }, 'build.length'],
    [{ build: {} }, 'build.commit.sha'],
    [{ number: Number.NaN }, 'number'],
    [{ number: Number.POSITIVE_INFINITY }, 'number'],
    [{}, 'toString'],
    [{ build: {} }, 'build.constructor.name'],
  ])('of %p at %s is null, for it is missing', (document, path) => {
    expect(read(document, path)).toBeNull();
  });

  it.each<[object, string]>([
    [{ shas: ['abc'] }, 'shas'],
    [{ build: { sha: 'abc' } }, 'build'],
    [{ builds: [{ sha: 'abc' }] }, 'builds.sha'],
    [{ at: new Date(0) }, 'at'],
    [{ number: 1n }, 'number'],
  ])('of %p at %s cannot be indexed', (document, path) => {
    expect(() => read(document, path)).toThrow(new UnindexableValue('builds', path));
  });
});
