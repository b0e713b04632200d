import { get } from '../../testing/api.js';
import type { AddedToken } from '../../testing/control.js';
import { sha } from '../../testing/a-build.js';
import { startBuildkiteStandIn, type RunningBuildkite } from '../../testing/start.js';
import { at } from '../build/at.js';

const LIST = '/v2/organizations/acme/builds';
let bk: RunningBuildkite;
let token: AddedToken;

beforeEach(async () => {
  bk = await startBuildkiteStandIn();
  token = await bk.addToken();
  await bk.addPipeline('app');
  await bk.addBuilds(
    Array.from({ length: 40 }, () => ({
      pipeline: 'app',
      commit: sha(1),
      script: [at('0s').running(), at('10s').passed()],
    })),
  );
});

afterEach(() => bk.close());

function fetchList(): Promise<Response> {
  return fetch(`${bk.url}${LIST}`, { headers: { authorization: `Bearer ${token.value}` } });
}

describe('a fault on request', () => {
  it('hits as many replies as were asked for, and no more', async () => {
    await bk.addFault({ kind: 'status', status: 500 }, { times: 2 });
    const statuses = [await get(bk, LIST, token), await get(bk, LIST, token), await get(bk, LIST, token)].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([500, 500, 200]);
    expect(await bk.pendingFaults()).toEqual([]);
  });

  it('hits only the requests that match', async () => {
    const other = await bk.addToken({ label: 'other' });
    await bk.addFault(
      { kind: 'status', status: 500 },
      {
        match: { method: 'GET', path: '/v2/organizations/*/builds', query: 'state[]=failed', token: 'other' },
      },
    );
    expect((await get(bk, `${LIST}?state[]=failed`, token)).status).toBe(200);
    expect((await get(bk, LIST, other)).status).toBe(200);
    expect((await get(bk, '/v2/builds?state[]=failed', other)).status).toBe(200);
    expect((await get(bk, `${LIST}?state%5B%5D=failed`, other)).status).toBe(500);
  });

  it('is used up in the order of being asked for, and may be taken back', async () => {
    await bk.addFault({ kind: 'status', status: 500, message: 'first' });
    await bk.addFault({ kind: 'status', status: 503, message: 'second' });
    expect((await get(bk, LIST, token)).body).toEqual({ message: 'first' });
    await bk.clearFaults();
    expect((await get(bk, LIST, token)).status).toBe(200);
  });
});

describe('the kinds of faults', () => {
  it('html: the page of a proxy', async () => {
    await bk.addFault({ kind: 'html' });
    const response = await fetchList();
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toMatch(/^<html>/);
  });

  it('rate-limit of the user: his window ends before the other one', async () => {
    await bk.addFault({ kind: 'rate-limit', scope: 'rest_user', resetSeconds: 9 });
    const { status, body, headers } = await get(bk, LIST, token);
    expect(status).toBe(429);
    expect(body).toMatchObject({ scope: 'rest_user', limit: 50, current: 51, reset: 9 });
    expect([headers.get('ratelimit-user-reset'), headers.get('ratelimit-reset')]).toEqual(['9', '50']);
    expect([headers.get('ratelimit-user-remaining'), headers.get('ratelimit-remaining')]).toEqual([
      '0',
      '190',
    ]);
  });

  it('rate-limit of the organization', async () => {
    await bk.addFault({ kind: 'rate-limit', scope: 'rest', resetSeconds: 27 });
    const { status, body, headers } = await get(bk, LIST, token);
    expect(status).toBe(429);
    expect(body).toMatchObject({ scope: 'rest', limit: 200, current: 201, reset: 27 });
    expect([headers.get('ratelimit-user-reset'), headers.get('ratelimit-reset')]).toEqual(['50', '27']);
  });

  it('delay: the reply is made late, and is of that late time', async () => {
    await bk.addFault({ kind: 'delay', ms: 600 });
    const late = get<{ state: string }[]>(bk, LIST, token);
    await waitForRequest();
    await bk.turnClock('10s');
    const { headers, body } = await late;
    expect(headers.get('date')).toBe('Sun, 01 Mar 2026 12:00:10 GMT');
    expect(body[0]?.state).toBe('passed');
  });

  it('slow: the reply is of its time, and arrives late', async () => {
    await bk.addFault({ kind: 'slow', ms: 600 });
    const late = get<{ state: string }[]>(bk, LIST, token);
    await waitForRequest();
    await bk.turnClock('10s');
    const { headers, body } = await late;
    expect(headers.get('date')).toBe('Sun, 01 Mar 2026 12:00:00 GMT');
    expect(body).toHaveLength(30);
    expect(body[0]?.state).toBe('running');
  });

  it('cut: the connection breaks in the middle of the body', async () => {
    await bk.addFault({ kind: 'cut' });
    const response = await fetchList();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect((await bk.requests({ path: LIST })).map(({ status }) => status)).toEqual([null]);
  });

  it('empty-link: there seems to be no next page', async () => {
    await bk.addFault({ kind: 'empty-link' });
    const { headers, body } = await get<unknown[]>(bk, LIST, token);
    expect(body).toHaveLength(30);
    expect(headers.get('link')).toBe('');
  });

  it('foreign-link: the next page seems to lie elsewhere', async () => {
    await bk.addFault({ kind: 'foreign-link', host: 'evil.example' });
    expect((await get(bk, LIST, token)).headers.get('link')).toBe(
      `<http://evil.example/v2/organizations/acme/builds?page=2>; rel="next"`,
    );
  });
});

/** Resolves when the stand-in has got the list request. */
async function waitForRequest(): Promise<void> {
  while ((await bk.requests({ path: LIST })).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

it('a reply delay holds for every reply of the API, and for none of the control API', async () => {
  await bk.setReplyDelay(60);
  const before = performance.now();
  await get(bk, LIST, token);
  expect(performance.now() - before).toBeGreaterThanOrEqual(55);
  expect((await bk.changeSettings({ replyDelayMs: 0 })).replyDelayMs).toBe(0);
});
