import fc from 'fast-check';
import { headersFromText, headersToText } from './header-text.js';

describe('Headers as text', () => {
  it('come back byte by byte', () => {
    const bytes = fc.uint8Array().map((value) => Buffer.from(value));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), bytes)), (pairs) => {
        const headers = Object.fromEntries(pairs);
        const back = headersFromText(headersToText(headers));
        expect(Object.keys(back)).toEqual(Object.keys(headers));
        for (const [name, value] of Object.entries(back)) expect(value.equals(headers[name]!)).toBe(true);
      }),
    );
  });

  it('keeps text as its UTF-8 bytes', () => {
    expect(headersFromText(headersToText({ name: 'größe' }))['name']?.toString('utf8')).toBe('größe');
  });

  it('are none when there are none', () => {
    expect(headersFromText(headersToText())).toEqual({});
  });

  it('reach no prototype, whatever they are called', () => {
    const headers = headersFromText('[["__proto__","x"]]');
    expect(Object.getPrototypeOf(headers)).toBe(Object.prototype);
    expect(Object.keys(headers)).toEqual(['__proto__']);
  });
});
