import fc from 'fast-check';
import { findJsonFault } from './i-json.js';

describe('what I-JSON forbids', () => {
  it.each([
    ['a name twice', '{"a":1,"a":2}', 'repeated-name'],
    ['a name twice, once escaped', String.raw`{"a":1,"\u0061":2}`, 'repeated-name'],
    ['a name twice, deep inside', '[{"x":{"a":1,"b":[{}],"a":2}}]', 'repeated-name'],
    ['__proto__', '{"__proto__":{"admin":true}}', 'forbidden-name'],
    ['__proto__, escaped', String.raw`{"\u005f_proto__":1}`, 'forbidden-name'],
    ['constructor', '{"a":{"constructor":{"prototype":{}}}}', 'forbidden-name'],
    ['prototype', '[{"prototype":1}]', 'forbidden-name'],
    ['half a surrogate pair in a value', String.raw`{"a":"\ud83d"}`, 'broken-character'],
    ['half a surrogate pair in a name', String.raw`{"\udc00":1}`, 'broken-character'],
    ['a pair the wrong way round', String.raw`["\udc00\ud83d"]`, 'broken-character'],
    ['a number that is too large', '{"a":1e400}', 'number-out-of-range'],
    ['a negative number that is too large', '[-1E999]', 'number-out-of-range'],
    ['33 levels', '['.repeat(33) + ']'.repeat(33), 'nested-too-deeply'],
    ['30,000 levels', '['.repeat(30_000) + ']'.repeat(30_000), 'nested-too-deeply'],
  ])('is %s', (_, text, code) => {
    expect(findJsonFault(text)).toMatchObject({ code });
  });

  it.each([
    ['a scalar', '1'],
    ['32 levels', '['.repeat(32) + ']'.repeat(32)],
    ['the same name in two objects', '[{"a":1},{"a":1}]'],
    ['the same name at two levels', '{"a":{"a":{"a":1}},"b":1}'],
    ['a forbidden name as value', '{"name":"__proto__"}'],
    ['a forbidden name in a list', '["constructor","constructor"]'],
    ['braces, commas and quotes in text', String.raw`{"a":"{\"a\":1,\"a\":2}","b":"],["}`],
    ['text that ends in a backslash', String.raw`{"a":"\\","b":"\\\\"}`],
    ['whole surrogate pairs, escaped', String.raw`["\ud83d\ude42"]`],
    ['many numbers', '[1,-2.5,3e-400,1E3,0]'],
    ['blanks everywhere', ' {\n "a" : [ 1 , { "b" : 2 } ] ,\t"c" : { } } '],
    ['the name of a method of every object', '{"toString":1,"hasOwnProperty":2}'],
  ])('is not %s', (_, text) => {
    expect(findJsonFault(text)).toBeUndefined();
  });

  it('is never what JSON.stringify writes of plain values', () => {
    const value = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' });
    fc.assert(
      fc.property(value, (plain) => {
        const text = JSON.stringify(plain, undefined, 2);
        fc.pre(!/"(?:__proto__|constructor|prototype)":/.test(text));
        expect(findJsonFault(text)).toBeUndefined();
      }),
    );
  });

  it('does not repeat a long name', () => {
    const name = 'n'.repeat(500);
    expect(findJsonFault(`{"${name}":1,"${name}":2}`)?.message.length).toBeLessThan(150);
  });
});
