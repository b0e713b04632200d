import fc from 'fast-check';
import { thrownBy } from '../testing/thrown-by.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { Problem } from './problem.js';

const position = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()), {
  minLength: 1,
  maxLength: 3,
});

describe('a cursor', () => {
  it('leads back to its position', () => {
    fc.assert(
      fc.property(fc.string(), position, (scope, values) => {
        expect(decodeCursor(scope, encodeCursor(scope, values))).toEqual(values);
      }),
    );
  });

  it('is safe in a URL', () => {
    fc.assert(
      fc.property(position, (values) => {
        expect(encodeCursor('list', values)).toMatch(/^[A-Za-z0-9_.-]+$/);
      }),
    );
  });

  it('does not work for another list', () => {
    const cursor = encodeCursor('acme/deploys', ['2026-11-23T12:00:00Z', 'd1']);
    expect(() => decodeCursor('other/deploys', cursor)).toThrow(Problem);
    expect(() => decodeCursor('acme/projects', cursor)).toThrow(Problem);
  });

  it('is refused when any of its characters is another one', () => {
    const cursor = encodeCursor('list', ['abc', 1]);
    for (let at = 0; at < cursor.length; at += 1) {
      const changed = cursor.slice(0, at) + (cursor[at] === 'x' ? 'y' : 'x') + cursor.slice(at + 1);
      expect(() => decodeCursor('list', changed)).toThrow(Problem);
    }
  });

  it.each(['', '.', 'a', 'a.b', 'a.b.c', '%00', '🙂'])('is not %j', (text) => {
    expect(thrownBy(() => decodeCursor('list', text))).toMatchObject({
      status: 400,
      code: 'invalid-cursor',
      extras: { errors: [{ parameter: 'after' }] },
    });
  });
});
