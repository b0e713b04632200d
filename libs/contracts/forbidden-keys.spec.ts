import fc from 'fast-check';
import { forbiddenKey } from './forbidden-keys.js';

function found(text: string): string | undefined {
  return forbiddenKey(text, JSON.parse(text));
}

describe('a forbidden key', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('is %s, at any depth', (key) => {
    expect(found(`{"${key}": 1}`)).toBe(key);
    expect(found(`{"a": {"${key}": {}}}`)).toBe(key);
    expect(found(`[[{"a": [{"${key}": null}]}]]`)).toBe(key);
  });

  it('is found when it is written with escapes', () => {
    expect(found(String.raw`{"\u005f_proto__": 1}`)).toBe('__proto__');
    expect(found(String.raw`{"c\u006Fnstructor": 1}`)).toBe('constructor');
  });

  it('is not a value, nor a part of a longer key', () => {
    expect(found('{"message": "constructor of __proto__, prototype"}')).toBeUndefined();
    expect(found('{"constructors": 1, "my__proto__": 2, "prototypes": 3}')).toBeUndefined();
  });

  it('is not found where there is none', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const keys = [...text.matchAll(/"(__proto__|constructor|prototype)":/g)];
        fc.pre(keys.length === 0);
        expect(found(text)).toBeUndefined();
      }),
    );
  });

  it('is looked for without recursion, however deep the value', () => {
    const depth = 60_000;
    const text = `${'[ {"a":'.repeat(depth)}{"prototype":1}${'}]'.repeat(depth)}`;

    expect(found(text)).toBe('prototype');
  });
});
