import { causesOf, errorText, protocolErrorOf } from './protocol-error.js';

const protocolError = (type: string) => Object.assign(new Error('Refused.'), { type });

describe('The protocol’s name of an error', () => {
  it('is found wherever in the causes it lies', () => {
    const error = new Error('Tried five times.', {
      cause: new Error('Again.', { cause: protocolError('UNKNOWN_MEMBER_ID') }),
    });
    expect(protocolErrorOf(error)).toBe('UNKNOWN_MEMBER_ID');
    expect(protocolErrorOf(protocolError('ILLEGAL_GENERATION'))).toBe('ILLEGAL_GENERATION');
  });

  it.each([new Error('connect ECONNREFUSED'), 'text', undefined, { type: 'UNKNOWN_MEMBER_ID' }])(
    'is undefined for what is none of its: %s',
    (error) => expect(protocolErrorOf(error)).toBeUndefined(),
  );
});

describe('The causes of an error', () => {
  it('come outermost first, and end although they go round in a ring', () => {
    const [one, other] = [new Error('one'), new Error('other')];
    one.cause = other;
    other.cause = one;
    const causes = causesOf(one);
    expect(causes.slice(0, 2)).toEqual([one, other]);
    expect(causes.length).toBeLessThan(20);
  });
});

describe('The text of an error', () => {
  it.each([
    [new Error('It failed.'), 'It failed.'],
    ['thrown text', 'thrown text'],
    [undefined, 'undefined'],
  ])('of %p is %p', (error, text) => expect(errorText(error)).toBe(text));
});
