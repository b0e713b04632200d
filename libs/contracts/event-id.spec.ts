import fc from 'fast-check';
import { validate, version } from 'uuid';
import { eventId } from './event-id.js';

const someWords = fc.tuple(fc.string(), fc.array(fc.string(), { maxLength: 4 }));

describe('the id of a fact', () => {
  it('is a UUID of version 5', () => {
    const id = eventId('build-observed', 'acme');

    expect(validate(id)).toBe(true);
    expect(version(id)).toBe(5);
  });

  it('never changes: what was published keeps its id', () => {
    expect(eventId('build-observed', 'acme', '2026-11-23T12:00:00.000Z')).toBe(
      '2692b428-d99e-5a60-9eda-c457288dc79a',
    );
  });

  it('is equal for equal words and another for other words', () => {
    fc.assert(
      fc.property(someWords, someWords, ([first, rest], [otherFirst, otherRest]) => {
        const words = [first, ...rest];
        const otherWords = [otherFirst, ...otherRest];
        const same = JSON.stringify(words) === JSON.stringify(otherWords);
        expect(eventId(first, ...rest) === eventId(otherFirst, ...otherRest)).toBe(same);
      }),
    );
  });

  it('keeps the boundaries of the words', () => {
    expect(eventId('ab', 'c')).not.toBe(eventId('a', 'bc'));
    expect(eventId('a,b')).not.toBe(eventId('a', 'b'));
    expect(eventId('a","b')).not.toBe(eventId('a', 'b'));
    expect(eventId('a', '')).not.toBe(eventId('a'));
  });
});
