import fc from 'fast-check';
import { withinBytes } from './within-bytes.js';

describe('Items within some bytes', () => {
  it('are all of them while they fit', () => {
    expect(withinBytes(['a', 'b'], 8)).toEqual({ items: ['a', 'b'], omitted: 0 });
  });

  it('are the first ones when not all fit, and the others are counted', () => {
    expect(withinBytes(['a', 'b', 'c'], 8)).toEqual({ items: ['a', 'b'], omitted: 1 });
  });

  it('are counted in UTF-8', () => {
    expect(withinBytes(['ä', 'b'], 9)).toEqual({ items: ['ä', 'b'], omitted: 0 });
    expect(withinBytes(['ä', 'b'], 8)).toEqual({ items: ['ä'], omitted: 1 });
  });

  it('are none when the first is too large', () => {
    expect(withinBytes(['long', 'b'], 6)).toEqual({ items: [], omitted: 2 });
    expect(withinBytes([], 0)).toEqual({ items: [], omitted: 0 });
  });

  it('never make more JSON than that, and are as many as can be', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.nat({ max: 200 }), (texts, most) => {
        const { items, omitted } = withinBytes(texts, most);
        const bytesOf = (some: readonly string[]) => Buffer.byteLength(JSON.stringify(some)) - 1;
        expect(items).toEqual(texts.slice(0, texts.length - omitted));
        if (items.length > 0) expect(bytesOf(items)).toBeLessThanOrEqual(most);
        if (omitted > 0) expect(bytesOf(texts.slice(0, items.length + 1))).toBeGreaterThan(most);
      }),
    );
  });
});
