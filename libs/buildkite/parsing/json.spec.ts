import fc from 'fast-check';
import { idOf, integerOf, objectOf, textOf } from './json.js';

describe('an object of unknown JSON', () => {
  it('is the object itself', () => {
    const build = { number: 7 };
    expect(objectOf(build)).toBe(build);
  });

  it.each([null, undefined, [], 'text', 7, true])('is missing when the value is %j', (value) => {
    expect(objectOf(value)).toBeUndefined();
  });
});

describe('a text of unknown JSON', () => {
  it('is kept as it is when it fits', () => {
    expect(textOf(' :rocket: Deploy ✨\n<b>', 100)).toBe(' :rocket: Deploy ✨\n<b>');
  });

  it('is cut to the given length', () => {
    expect(textOf('abcdef', 4)).toBe('abcd');
  });

  it('is never cut inside a character', () => {
    expect(textOf('abc🚀', 4)).toBe('abc');
  });

  it('loses surrogates that stand alone', () => {
    expect(textOf('a\ud800b', 10)).toBe('a\ufffdb');
  });

  it('may be written as a number', () => {
    expect(textOf(1245, 10)).toBe('1245');
  });

  it.each([null, undefined, '', {}, [], true, Number.NaN])('is missing when the value is %j', (value) => {
    expect(textOf(value, 10)).toBeUndefined();
  });

  it('is well-formed and within its length, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (value, length) => {
        const text = textOf(value, length);
        expect((text ?? '').length).toBeLessThanOrEqual(length);
        expect((text ?? '').isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('an id of unknown JSON', () => {
  it('is a text', () => {
    expect(idOf('018a1474-63cd')).toBe('018a1474-63cd');
  });

  it('is never cut: two long ids with the same beginning stay two', () => {
    expect(idOf('x'.repeat(200))).toHaveLength(200);
    expect(idOf('x'.repeat(201))).toBeUndefined();
  });
});

describe('an integer of unknown JSON', () => {
  it.each([
    [42, 42],
    [0, 0],
    ['1106', 1106],
  ])('reads %j', (value, expected) => {
    expect(integerOf(value)).toBe(expected);
  });

  it.each([1.5, 2 ** 53, 'xx', '', '1e3', null, undefined, {}, '9'.repeat(16)])('refuses %j', (value) => {
    expect(integerOf(value)).toBeUndefined();
  });
});
