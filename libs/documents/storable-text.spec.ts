import fc from 'fast-check';
import { isStorableText, storableText } from './storable-text.js';

/** Text of any UTF-16 units, lone surrogates and the escape character among them. */
const anyText = fc
  .array(
    fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0xd83d, 0xde80, 0xffff, 0x64, 0x38, 0)),
  )
  .map((units) => String.fromCharCode(...units));

describe('Text as an engine stores it', () => {
  it.each([
    ['plain text', 'abc', 'abc'],
    ['emoji', '🚀', '🚀'],
    ['NUL', 'a\u0000', 'a\u0000'],
    ['a lone high surrogate', 'a\ud83d', 'a\uffffd83d'],
    ['a lone low surrogate', '\ude80b', '\uffffde80b'],
    ['the escape character', '\uffffd83d', '\uffffffffd83d'],
  ])('%s', (_name, text, expected) => {
    expect(storableText(text)).toBe(expected);
    expect(isStorableText(text)).toBe(text === expected);
  });

  it('is well-formed, and different for different texts', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(storableText(a).isWellFormed()).toBe(true);
        expect(storableText(a) === storableText(b)).toBe(a === b);
      }),
      {
        numRuns: 2000,
        examples: [
          ['\ud83d', '\ufffd'],
          ['\ud83d', '\uffffd83d'],
          ['\ud800', '\ud801'],
        ],
      },
    );
  });
});
