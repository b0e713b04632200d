import { canonicalJson, sameContent } from './canonical-json.js';

describe('Canonical JSON', () => {
  it('does not depend on the order in which keys were written, at any depth', () => {
    expect(canonicalJson({ b: { d: 1, c: [{ f: 2, e: 3 }] }, a: null })).toBe(
      '{"a":null,"b":{"c":[{"e":3,"f":2}],"d":1}}',
    );
  });

  it('keeps the order of lists', () => {
    expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
  });

  it('leaves out keys without a value, as a store does', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });
});

describe('Same content', () => {
  it('is equality of what JSON keeps', () => {
    expect(sameContent({ a: 1, b: [null] }, { b: [null], a: 1 })).toBe(true);
    expect(sameContent({ a: 1 }, JSON.parse('{"a":1}'))).toBe(true);
    expect(sameContent({ a: 1 }, { a: '1' })).toBe(false);
    expect(sameContent(null, {})).toBe(false);
    expect(sameContent(undefined, undefined)).toBe(true);
  });
});
