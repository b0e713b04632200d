import { askedAt, replyDate } from './reply-date.js';

const dateOf = (written: string) => replyDate(new Headers({ Date: written }));

describe('the date of a reply', () => {
  it('is its Date header', () => {
    expect(dateOf('Mon, 23 Nov 2026 12:21:48 GMT')).toBe('2026-11-23T12:21:48.000Z');
  });

  it.each([
    '',
    'soon',
    '0',
    '2026',
    '2026-11-23T12:21:48Z',
    '23 Nov 2026 12:21:48 GMT',
    'Mon, 23 Nov 2026 12:21:48 +0100',
    'Mon, 23 Nov 2026 12:21:48',
    'Tue, 23 Nov 2026 12:21:48 GMT',
    'Mon, 32 Nov 2026 12:21:48 GMT',
    'Monday, 23-Nov-26 12:21:48 GMT',
    'Mon Nov 23 12:21:48 2026',
    'Mon, 23 Nov 2026 12:21:48 GMT, Mon, 23 Nov 2026 12:21:49 GMT',
  ])('is unknown when it is written %j', (written) => {
    expect(dateOf(written)).toBeUndefined();
  });

  it('is unknown when there is none', () => {
    expect(replyDate(new Headers())).toBeUndefined();
  });
});

describe('the stand-in for a date', () => {
  it('is when the reply was asked for, cut to the second, so never too late', () => {
    expect(askedAt(new Date('2026-11-23T12:21:48.999Z'))).toBe('2026-11-23T12:21:48.000Z');
    expect(askedAt(new Date('2026-11-23T12:21:48.000Z'))).toBe('2026-11-23T12:21:48.000Z');
  });
});
