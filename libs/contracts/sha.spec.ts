import fc from 'fast-check';
import { isFullSha, normalizeSha } from './sha.js';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const fullSha = fc.oneof(hex(40), hex(64));

describe('a full SHA', () => {
  it('has 40 or 64 lower-case hexadecimal digits', () => {
    fc.assert(fc.property(fullSha, (sha) => expect(isFullSha(sha)).toBe(true)));
  });

  it.each([
    ['HEAD'],
    [''],
    ['25df6fc'],
    ['1234567890'],
    ['4F2D9A1C7BE0358D6E1F9B2C3A4D5E6F70819203'],
    ['4f2d9a1c7be0358d6e1f9b2c3a4d5e6f7081920'],
    ['4f2d9a1c7be0358d6e1f9b2c3a4d5e6f708192033'],
    ['4f2d9a1c7be0358d6e1f9b2c3a4d5e6f7081920g'],
    ['4f2d9a1c7be0358d6e1f9b2c3a4d5e6f70819203\n'],
  ])('is not %j', (text) => {
    expect(isFullSha(text)).toBe(false);
  });
});

describe('normalising a SHA', () => {
  it('lowers its case and drops the blanks around it', () => {
    fc.assert(fc.property(fullSha, (sha) => expect(normalizeSha(` ${sha.toUpperCase()}\n`)).toBe(sha)));
  });

  it('leaves a SHA in its form as it is', () => {
    fc.assert(fc.property(fullSha, (sha) => expect(normalizeSha(sha)).toBe(sha)));
  });

  it.each(['HEAD', 'v1.2.3', '25df6fc', '', 'commit 4f2d9a1c7be0358d6e1f9b2c3a4d5e6f70819203'])(
    'guesses nothing from "%s"',
    (text) => {
      expect(normalizeSha(text)).toBeUndefined();
    },
  );
});
