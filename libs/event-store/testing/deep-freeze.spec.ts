import { deepFreeze } from './deep-freeze.js';

describe('deepFreeze', () => {
  it('freezes nested objects and lists and gives back the same value', () => {
    const value = { list: [{ name: 'a' }], nested: { deeper: { text: 'b' } } };

    expect(deepFreeze(value)).toBe(value);
    expect(() => value.list.push({ name: 'c' })).toThrow(TypeError);
    expect(() => ((value.list[0] as { name: string }).name = 'c')).toThrow(TypeError);
    expect(() => (value.nested.deeper.text = 'c')).toThrow(TypeError);
  });

  it('stops at cycles and lets values that are no objects be', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;

    expect(Object.isFrozen(deepFreeze(cycle))).toBe(true);
    expect(deepFreeze(undefined)).toBeUndefined();
    expect(deepFreeze(null)).toBeNull();
    expect(deepFreeze('text')).toBe('text');
  });
});
