import fc from 'fast-check';
import { instantFault, labelFault, slugFault } from './text-fault.js';

describe('a label', () => {
  it.each([
    ['text', 'Production'],
    ['one character', 'x'],
    ['255 characters', 'x'.repeat(255)],
    ['255 characters of two units each', '🙂'.repeat(255)],
    ['markup, which is nothing special', '<script>alert(1)</script>'],
    ['other scripts', 'تولید 生产 производство'],
    ['emoji joined by an invisible character', '👩‍🚀'],
    ['blanks around', ' a '],
  ])('may be %s', (_, label) => {
    expect(labelFault(label)).toBeUndefined();
  });

  it.each([
    ['empty', ''],
    ['256 characters', 'x'.repeat(256)],
    ['with NUL', 'a\0b'],
    ['with a line feed', 'a\nb'],
    ['with a carriage return', 'a\rb'],
    ['with an escape', 'a\u001b[31mb'],
    ['with a C1 control', 'a\u0085b'],
    ['with a line separator', 'a\u2028b'],
    ['with half a surrogate pair', 'a\ud83d'],
    ['only blanks', '   '],
    ['only no-break blanks', '\u00a0\u3000'],
    ['only zero-width characters', '\u200b\u200d\ufeff'],
    ['only direction marks', '\u202e\u200f'],
    ['only invisible letters', '\u3164\u115f'],
    ['only an empty braille cell', '\u2800'],
    ['only variation selectors', '\ufe0f'],
    ['a number', 7],
    ['an object', { $ne: null }],
    ['null', null],
    ['a list', ['a']],
  ])('may not be %s', (_, label) => {
    expect(labelFault(label)).toEqual(expect.stringMatching(/^must /));
  });

  it('never has control characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // eslint-disable-next-line no-control-regex -- they are what is looked for
        if (/[\u0000-\u001f\u007f-\u009f]/.test(text)) expect(labelFault(text)).toBeDefined();
      }),
    );
  });
});

describe('a slug', () => {
  it.each(['a', 'production', 'plugin-picker-dev', '2', 'a'.repeat(100)])('may be %s', (slug) => {
    expect(slugFault(slug)).toBeUndefined();
  });

  it.each(['', 'A', 'a b', '-a', 'a-', 'a--b', 'a_b', 'a/b', '..', 'ä', 'a\n', 'a'.repeat(101), 7, null])(
    'may not be %j',
    (slug) => {
      expect(slugFault(slug)).toEqual(expect.stringMatching(/^must /));
    },
  );
});

describe('an instant', () => {
  it.each([
    '2026-11-23T14:05:00Z',
    '2026-11-23t14:05:00z',
    '2026-11-23T14:05:00.123456789Z',
    '2026-11-23T14:05:00+05:30',
    '2024-02-29T00:00:00Z',
    '2000-02-29T23:59:59-23:59',
    '1970-01-01T00:00:00Z',
    '9998-12-31T23:59:59Z',
  ])('may be %s', (instant) => {
    expect(instantFault(instant)).toBeUndefined();
  });

  it.each([
    '',
    'yesterday',
    '2026-11-23',
    '2026-11-23T14:05:00',
    '2026-11-23 14:05:00Z',
    '2026-11-23T14:05Z',
    '2026-11-23T24:00:00Z',
    '2026-11-23T14:60:00Z',
    '2026-11-23T14:05:60Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-04-00T00:00:00Z',
    '2026-11-23T14:05:00+24:00',
    '1969-12-31T23:59:59Z',
    '9999-12-31T23:59:59Z',
    '+002026-11-23T14:05:00Z',
    1_795_000_000,
    null,
  ])('may not be %j', (instant) => {
    expect(instantFault(instant)).toEqual(expect.stringMatching(/^must /));
  });

  it('may be whatever a date says of itself', () => {
    const dates = fc.date({
      min: new Date('1970-01-01T00:00:00Z'),
      max: new Date('9998-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        expect(instantFault(date.toISOString())).toBeUndefined();
      }),
    );
  });
});
