import fc from 'fast-check';
import { isKnown, toPosition, toText } from './position.js';

const uint64 = fc.bigInt({ min: 0n, max: 18_446_744_073_709_551_615n });
const positions = fc.record({ commit: uint64, prepare: uint64 });

describe('A position of EventStoreDB as text', () => {
  it('has one form', () => {
    expect(toText({ commit: 1_234n, prepare: 1_200n })).toBe('00000000000000001234/00000000000000001200');
  });

  it('leads back to the position', () => {
    fc.assert(
      fc.property(positions, (position) => {
        expect(toPosition(toText(position))).toEqual(position);
      }),
    );
  });

  it('sorts as the positions do', () => {
    fc.assert(
      fc.property(positions, positions, (one, other) => {
        const before =
          one.commit < other.commit || (one.commit === other.commit && one.prepare < other.prepare);
        expect(toText(one) < toText(other)).toBe(before);
      }),
    );
  });

  it.each(['', '7', '1/2', '00000000000000001234', '99999999999999999999/00000000000000000000', 'x/y'])(
    'is refused when it is of another store: %s',
    (text) => {
      expect(() => toPosition(text)).toThrow(RangeError);
    },
  );

  it('is not known where the server tells the end of everything', () => {
    expect(isKnown({ commit: 0n, prepare: 0n })).toBe(true);
    expect(isKnown(undefined)).toBe(false);
    expect(isKnown({ commit: 18_446_744_073_709_551_615n, prepare: 18_446_744_073_709_551_615n })).toBe(
      false,
    );
  });
});
