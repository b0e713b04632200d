import { bsonCopy } from './bson-copy.js';

function nested(depth: number): object {
  return depth === 0 ? {} : { deeper: nested(depth - 1) };
}

describe('A copy for BSON', () => {
  it('is the document, with none of its objects', () => {
    const document = { id: 'a', list: [1, { deep: [null, true, 'x'] }], nothing: null, '': 2, 'a.b': 3 };
    const { fields, isExact, isJson } = bsonCopy(document);

    expect({ isExact, isJson }).toEqual({ isExact: true, isJson: true });
    expect(fields).toEqual(document);
    expect(fields['list']).not.toBe(document.list);
    expect((fields['list'] as unknown[])[1]).not.toBe(document.list[1]);
  });

  it('keeps the order of keys', () => {
    expect(Object.keys(bsonCopy({ zebra: 1, id: 'a', apple: 2 }).fields)).toEqual(['zebra', 'id', 'apple']);
  });

  it.each([
    ['leaves undefined out', { a: undefined, b: 1 }, { b: 1 }],
    ['has null for what is no number', { a: Number.NaN, b: [Infinity] }, { a: null, b: [null] }],
    ['knows one zero only', { a: -0 }, { a: 0 }],
    ['takes objects without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
  ])('%s, as JSON does', (_name, document, expected) => {
    const copy = bsonCopy(document);
    expect(copy).toMatchObject({ isExact: true, isJson: true });
    expect(copy.fields).toStrictEqual(expected);
    expect(copy.fields).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it.each([
    ['a lone surrogate', { id: 'a', text: 'x\ud83d' }, { id: 'a', text: 'x\uffffd83d' }],
    ['the noncharacter that stands for one', { a: ['\uffff'] }, { a: ['\uffffffff'] }],
    ['an operator as a key', { a: 1, deep: { $gt: '' } }, { a: 1, deep: {} }],
    ['a reference as the driver reads it', { a: { $ref: 'b', $id: 1 } }, { a: {} }],
    ['a type as the driver reads it', { a: { _bsontype: 'Long', b: 1 } }, { a: { b: 1 } }],
    ['NUL in a key', { 'a\0b': 1, c: 'a\0b' }, { c: 'a\0b' }],
    ['a lone surrogate in a key', { '\ude80': 1 }, {}],
    ['a key that JavaScript reads', JSON.parse('{"a":{"__proto__":{"b":1}}}') as object, { a: {} }],
  ])('is not exact for %s', (_name, document, expected) => {
    const copy = bsonCopy(document);
    expect(copy).toMatchObject({ isExact: false, isJson: true });
    expect(copy.fields).toStrictEqual(expected);
  });

  it('ends where MongoDB takes no deeper nesting', () => {
    expect(bsonCopy(nested(89)).isExact).toBe(true);
    const { isExact, fields } = bsonCopy(nested(500));
    expect(isExact).toBe(false);
    expect(JSON.stringify(fields).length).toBeLessThan(91 * '{"deeper":}'.length);
  });

  it.each([
    ['a date', { at: new Date(0) }],
    ['what shows itself as something else', { token: { toJSON: () => '[secret]' } }],
    ['a function', { a: () => 1 }],
    ['undefined in a list', { a: [undefined] }],
    ['a large whole number', { a: 1n }],
    ['an object of a class', { a: new (class Build {})() }],
    ['being such an object', new (class Build {})()],
  ])('says that %s is not JSON', (_name, document) => {
    expect(bsonCopy(document).isJson).toBe(false);
  });
});
