import { LastKnown } from './last-known.js';

function knowing(most: number, ...texts: readonly string[]): LastKnown {
  const known = new LastKnown(most);
  for (const text of texts) known.add(text);
  return known;
}

const ofThem = (known: LastKnown) => ['a', 'b', 'c', 'd'].filter((text) => known.has(text));

describe('Texts that were known last', () => {
  it('are none at first', () => {
    expect(ofThem(knowing(2))).toEqual([]);
  });

  it('are as many as there is room for, those that were added last', () => {
    expect(ofThem(knowing(2, 'a', 'b'))).toEqual(['a', 'b']);
    expect(ofThem(knowing(2, 'a', 'b', 'c'))).toEqual(['b', 'c']);
    expect(ofThem(knowing(2, 'a', 'b', 'c', 'd'))).toEqual(['c', 'd']);
  });

  it('take no more room when they are added again, and are the newest then', () => {
    expect(ofThem(knowing(2, 'a', 'b', 'b', 'b'))).toEqual(['a', 'b']);
    expect(ofThem(knowing(2, 'a', 'b', 'a', 'c'))).toEqual(['a', 'c']);
  });

  it('are not newer for having been asked for', () => {
    const known = knowing(2, 'a', 'b');
    expect(known.has('a')).toBe(true);
    known.add('c');
    expect(ofThem(known)).toEqual(['b', 'c']);
  });
});
