import fc from 'fast-check';
import { thrownBy } from '../../testing/thrown-by.js';
import { parseQuery } from './parse-query.js';

describe('a query', () => {
  it.each([
    ['limit=5&after=x', { limit: '5', after: 'x' }],
    ['sha=a%20b+c', { sha: 'a b c' }],
    ['a=b=c', { a: 'b=c' }],
    ['flag', { flag: '' }],
    ['tenant[$ne]=x', { 'tenant[$ne]': 'x' }],
    ['', {}],
    [undefined, {}],
    [null, {}],
  ])('%j is read', (text, parameters) => {
    expect(parseQuery(text)).toEqual(parameters);
  });

  it.each([
    ['limit=1&limit=2', 'repeated-parameter'],
    ['limit=1&limit=1', 'repeated-parameter'],
    ['a=1&%61=1', 'repeated-parameter'],
    ['a=%E0%A4%A', 'bad-escape'],
    ['%=1', 'bad-escape'],
  ])('%j is refused', (text, code) => {
    expect(thrownBy(() => parseQuery(text))).toMatchObject({
      status: 400,
      code: 'malformed-query',
      extras: { errors: [{ code }] },
    });
  });

  it('is refused with the name of every prototype in it', () => {
    expect(thrownBy(() => parseQuery('__proto__=x'))).toMatchObject({
      status: 400,
      code: 'unknown-parameter',
      extras: { errors: [{ parameter: '__proto__', code: 'unknown-parameter' }] },
    });
  });

  it('gives back what was encoded', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((candidate) => candidate !== '__proto__');
    const parameters = fc.dictionary(name, fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(parameters, (sent) => {
        expect({ ...parseQuery(new URLSearchParams(sent).toString()) }).toEqual({ ...sent });
      }),
    );
  });
});
