import { overTheCeiling } from './request-limits.js';

describe('the ceiling', () => {
  const window = {
    scope: 'user' as const,
    name: 'a',
    limit: 50,
    from: '2026-03-01T12:00:00.000Z',
    whileLimited: 0,
  };

  it('is four fifths of the limit', () => {
    expect(overTheCeiling([{ ...window, most: 40 }])).toEqual([]);
    expect(overTheCeiling([{ ...window, most: 41 }])).toEqual([
      { what: '41 requests of user a within 60 s, of 50.', atMs: Date.parse(window.from) },
    ]);
  });

  it('is nothing while Buildkite takes no requests', () => {
    expect(overTheCeiling([{ ...window, most: 3, whileLimited: 1 }])).toEqual([
      { what: '1 requests of user a while it was limited.' },
    ]);
  });
});
