import type { IncomingMessage } from 'node:http';
import { Problem } from '../http/problem.js';
import { headerKey } from './header-key.js';

function requestWith(...values: readonly string[]): IncomingMessage {
  return {
    headersDistinct: values.length === 0 ? {} : { authorization: [...values] },
  } as unknown as IncomingMessage;
}

describe('the key in the Authorization header', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    ['BEARER   abc ', 'abc'],
    ['Bearer a-b_c~d', 'a-b_c~d'],
  ])('is read from %j', (header, key) => {
    expect(headerKey(requestWith(header), ['bearer'])).toBe(key);
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'abc',
    'Basic abc',
    'apikey abc',
    'Bearer a b',
    'Bearer a,b c',
    `Bearer ${'a'.repeat(201)}`,
  ])('is not in %j', (header) => {
    expect(headerKey(requestWith(header), ['bearer'])).toBeUndefined();
  });

  it('is not there without the header', () => {
    expect(headerKey(requestWith(), ['bearer'])).toBeUndefined();
  });

  it('is taken in each of the schemes that are asked for', () => {
    expect(headerKey(requestWith('apikey abc'), ['bearer', 'apikey'])).toBe('abc');
    expect(headerKey(requestWith('Bearer abc'), ['bearer', 'apikey'])).toBe('abc');
  });

  it('is refused when the header comes twice, even with the same value', () => {
    expect(() => headerKey(requestWith('Bearer abc', 'Bearer abc'), ['bearer'])).toThrow(Problem);
  });
});
