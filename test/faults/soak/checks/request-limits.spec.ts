import { BuildkiteControl, type LoggedRequest } from '../../../standins/buildkite/testing/index.js';
import { busiestWindows, countedWindows, overTheCeiling, type DensestWindow } from './request-limits.js';

const request = (second: number, token: string, organization = 'acme-builds'): LoggedRequest => ({
  at: new Date(Date.UTC(2026, 2, 1, 12) + second * 1_000).toISOString(),
  method: 'GET',
  path: `/v2/organizations/${organization}/builds`,
  query: '',
  token,
  status: 200,
});
const many = (count: number, from: number, token: string) =>
  Array.from({ length: count }, (_, index) => request(from + index / 10, token));

describe('the busiest windows', () => {
  it('are counted for each user and each organization', () => {
    const windows = busiestWindows([...many(3, 0, 'a'), ...many(2, 10, 'b'), ...many(1, 90, 'a')]);
    expect(windows.map(({ scope, name, most }) => [scope, name, most])).toEqual([
      ['user', 'a', 3],
      ['user', 'b', 2],
      ['organization', 'acme-builds', 5],
    ]);
  });

  it('lie anywhere in time and last for less than a minute', () => {
    const [user] = busiestWindows([
      request(0, 'a'),
      request(31, 'a'),
      request(59, 'a'),
      request(60, 'a'),
      request(90.9, 'a'),
    ]);
    expect(user).toMatchObject({ most: 4, from: '2026-03-01T12:00:31.000Z' });
  });

  it('need no organization and no token', () => {
    const bare = { ...request(0, 'a'), path: '/v2/user', token: null };
    expect(busiestWindows([bare])).toEqual([]);
  });
});

describe('the count of a run', () => {
  const own: DensestWindow = {
    scope: 'rest_user',
    name: 'ada@example.com',
    most: 7,
    limit: 50,
    from: '2026-03-01T12:00:00.000Z',
    whileLimited: 2,
  };

  it('is the stand-in’s own where it keeps one', async () => {
    const counting = Object.assign(new BuildkiteControl('http://127.0.0.1:1'), {
      densestWindows: () => Promise.resolve([own]),
    });
    expect(await countedWindows(counting)).toEqual([own]);
  });

  it('is that of its list of requests where it keeps none', async () => {
    const listing = Object.assign(new BuildkiteControl('http://127.0.0.1:1'), {
      densestWindows: undefined,
      requests: () => Promise.resolve(many(3, 0, 'a')),
    });
    expect(await countedWindows(listing)).toMatchObject([{ name: 'a', most: 3 }, { most: 3 }]);
  });
});

describe('the ceiling', () => {
  const window = { scope: 'user', name: 'a', limit: 50, from: '2026-03-01T12:00:00.000Z', whileLimited: 0 };

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
