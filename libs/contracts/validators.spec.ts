import { Type } from 'typebox';
import { checkOf } from './validators.js';

const Point = Type.Object({ x: Type.Integer(), at: Type.Optional(Type.String({ format: 'date-time' })) });

describe('a check', () => {
  it('has nothing to say of a value that is right', () => {
    expect(checkOf(Point)({ x: 1, at: '2026-11-23T12:00:00Z', more: true })).toBeUndefined();
  });

  it('tells the first fault: where, and what is expected', () => {
    expect(checkOf(Point)({ x: 'one' })).toBe('/x must be integer');
    expect(checkOf(Point)({})).toBe("/ must have required property 'x'");
    expect(checkOf(Point)(null)).toBe('/ must be object');
  });

  it('looks at formats', () => {
    expect(checkOf(Point)({ x: 1, at: 'yesterday' })).toBe('/at must match format "date-time"');
  });

  it('is compiled once per schema', () => {
    expect(checkOf(Point)).toBe(checkOf(Point));
    expect(checkOf(Point)).not.toBe(checkOf(Type.Object({ x: Type.Integer() })));
  });

  it('refuses a schema that holds a word which is none of JSON Schema', () => {
    expect(() => checkOf({ type: 'string', minimumLength: 1 })).toThrow('minimumLength');
  });
});
