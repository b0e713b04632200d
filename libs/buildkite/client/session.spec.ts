import { inspect } from 'node:util';
import { BuildkiteUnavailable, RateLimited, ReplyUnusable, ScopeMissing, TokenRejected } from '../errors.js';
import { inTurn, json, type Answering } from '../testing/api.js';
import { startSession, type TestSession } from '../testing/session.js';
import type { Asking } from './session.js';

let given: TestSession;

beforeEach(async () => {
  given = await startSession();
});

afterEach(() => given.close());

function get(asking: Partial<Asking> = {}, session = given.session) {
  const url = new URL(`${given.address.href}/organizations/acme/builds`);
  return session.get({ url, organization: 'acme', priority: 'background', ...asking });
}

const html: Answering = (_request, response) => {
  response.writeHead(502, { 'content-type': 'text/html' });
  response.end('<html><h1>502 Bad Gateway</h1></html>');
};

const limited = (scope: 'rest' | 'rest_user', headers: Record<string, string> = {}) =>
  json(
    429,
    { message: 'You have exceeded your API rate limit.', scope, limit: 50, current: 51, reset: 12 },
    headers,
  );

describe('a reply', () => {
  it('gives its JSON, its Date and where the next page is', async () => {
    const next = `${given.address.href}/organizations/acme/builds?page=2`;
    given.api.answer(
      json(200, [{ id: 1 }], { Date: 'Fri, 20 Nov 2026 12:34:56 GMT', Link: `<${next}>; rel="next"` }),
    );
    expect(await get()).toEqual({
      json: [{ id: 1 }],
      lookedAt: '2026-11-20T12:34:56.000Z',
      next: new URL(next),
    });
  });

  it('without a Date was looked at when it was asked for, and the log says so once', async () => {
    given.api.answer((_request, response) => {
      response.sendDate = false;
      response.end('[]');
    });
    expect((await get()).lookedAt).toBe('2026-11-20T12:00:00.000Z');
    await get();
    expect(given.log.lines.filter(({ message }) => message.includes('Date'))).toHaveLength(1);
  });

  it('that names a next page on another host is refused', async () => {
    given.api.answer(json(200, [], { Link: '<https://evil.example/v2/builds>; rel="next"' }));
    await expect(get()).rejects.toThrow(ReplyUnusable);
    expect(given.api.requests).toHaveLength(1);
  });

  it('counts against the limits of user and organization, and shows how they stand', async () => {
    given.api.answer(
      json(200, [], {
        'RateLimit-Remaining': '399',
        'RateLimit-Limit': '400',
        'RateLimit-Reset': '30',
        'RateLimit-User-Remaining': '58',
        'RateLimit-User-Limit': '60',
        'RateLimit-User-Reset': '30',
      }),
    );
    await get();
    expect(await given.governor.budget({ user: 'ada' })).toMatchObject({ limit: 60, remaining: 58, used: 1 });
    expect(await given.governor.budget({ organization: 'acme' })).toMatchObject({
      limit: 400,
      remaining: 399,
      used: 1,
    });
  });
});

describe('when Buildkite does not answer', () => {
  it.each<[string, Answering]>([
    ['HTML of a proxy', html],
    ['500', json(500, {})],
    ['503', json(503, { message: 'Service Unavailable' })],
    ['408', json(408, {})],
    ['HTML instead of JSON', (_request, response) => response.end('<html>')],
    ['nothing', (_request, response) => response.end()],
    [
      'half a reply',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '50' });
        response.write('[{');
        setImmediate(() => response.destroy());
      },
    ],
  ])('but with %s, it is asked again, with longer and longer pauses', async (_what, answer) => {
    given.api.answer(inTurn(answer, answer, json(200, ['there'])));
    expect((await get()).json).toEqual(['there']);
    expect(given.api.requests).toHaveLength(3);
    expect(given.clock.slept).toEqual([500, 1_000]);
  });

  it('it is asked four times and no more', async () => {
    given.api.answer(html);
    await expect(get()).rejects.toThrow(BuildkiteUnavailable);
    expect(given.api.requests).toHaveLength(4);
    expect(given.log.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
  });

  it('a person waits for one repeat only', async () => {
    given.api.answer(html);
    await expect(get({ priority: 'interactive' })).rejects.toMatchObject({
      code: 'buildkite-unavailable',
      retryAfterMs: 10_000,
    });
    expect(given.api.requests).toHaveLength(2);
  });

  it('it is given the time that it asks for', async () => {
    given.api.answer(inTurn(json(503, {}, { 'Retry-After': '20' }), json(200, [])));
    await get();
    expect(given.clock.slept).toEqual([20_000]);
  });

  it('it is left alone for two minutes at most, however long it asks for', async () => {
    given.api.answer(json(503, {}, { 'Retry-After': '7200' }));
    await expect(get()).rejects.toMatchObject({ retryAfterMs: 120_000 });
    given.api.answer(limited('rest_user', { 'RateLimit-User-Reset': '7200' }));
    await expect(get()).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: 120_000 });
  });

  it('each attempt counts against the limits', async () => {
    given.api.answer(inTurn(html, html, json(200, [])));
    await get();
    expect((await given.governor.budget({ user: 'ada' })).used).toBe(3);
  });
});

describe('when a limit is exceeded', () => {
  const headers = { 'RateLimit-Reset': '50', 'RateLimit-User-Reset': '9' };

  it('of the user, the request waits for the reset of the user and is sent again', async () => {
    given.api.answer(inTurn(limited('rest_user', headers), json(200, ['there'])));
    expect((await get()).json).toEqual(['there']);
    expect(given.clock.slept).toEqual([10_000]);
  });

  it('of the organization, it waits for the reset of the organization', async () => {
    given.api.answer(inTurn(limited('rest', { ...headers, 'RateLimit-Reset': '27' }), json(200, [])));
    await get();
    expect(given.clock.slept).toEqual([28_000]);
  });

  it('without headers, it waits as the body says', async () => {
    given.api.answer(inTurn(limited('rest_user'), json(200, [])));
    await get();
    expect(given.clock.slept).toEqual([13_000]);
  });

  it('without anything, it waits longer each time', async () => {
    const bare: Answering = (_request, response) => {
      response.writeHead(429);
      response.end();
    };
    given.api.answer(inTurn(bare, bare, bare, json(200, [])));
    await get();
    expect(given.clock.slept).toEqual([2_000, 3_000, 5_000]);
  });

  it('again and again, it fails with the time to wait', async () => {
    given.api.answer(limited('rest_user', headers));
    await expect(get()).rejects.toMatchObject({ code: 'rate-limited', retryAfterMs: 9_000 });
    expect(given.api.requests).toHaveLength(4);
  });

  it('a person is told at once, and nothing more is sent', async () => {
    given.api.answer(limited('rest_user', headers));
    await expect(get({ priority: 'interactive' })).rejects.toThrow(RateLimited);
    expect(given.api.requests).toHaveLength(1);
  });

  it('one that has little patience is told at once, too', async () => {
    given.api.answer(limited('rest_user', headers));
    await expect(get({ patienceMs: 2_000 })).rejects.toMatchObject({ code: 'rate-limited' });
    expect(given.api.requests).toHaveLength(1);
    expect(given.clock.slept).toEqual([]);
  });

  it('one that has more patience than it takes waits', async () => {
    given.api.answer(inTurn(limited('rest_user', headers), json(200, ['there'])));
    expect((await get({ patienceMs: 20_000 })).json).toEqual(['there']);
  });

  it('all tokens of the user wait, and those of others do not', async () => {
    given.api.answer(inTurn(limited('rest_user', headers), json(200, [])));
    await expect(get({ priority: 'interactive' })).rejects.toThrow(RateLimited);
    await get({}, given.another('bob'));
    expect(given.clock.slept).toEqual([]);
    await get({}, given.another('ada'));
    expect(given.clock.slept).toEqual([10_000]);
  });
});

describe('a refusal', () => {
  it.each([
    [401, { message: 'Authentication required.' }, TokenRejected],
    [403, { message: "Your access token doesn't have the read_builds scope" }, ScopeMissing],
    [302, {}, ReplyUnusable],
  ] as const)('with %d is not repeated', async (status, body, error) => {
    given.api.answer(json(status, body));
    await expect(get()).rejects.toThrow(error);
    expect(given.api.requests).toHaveLength(1);
    expect(given.clock.slept).toEqual([]);
  });
});

describe('a request that is no longer wanted', () => {
  it('ends with the reason, even between two attempts', async () => {
    const stop = new AbortController();
    given.api.answer((request, response) => {
      html(request, response);
      response.on('close', () => stop.abort(new Error('shutting down')));
    });
    await expect(get({ signal: stop.signal })).rejects.toThrow('shutting down');
    expect(given.api.requests.length).toBeLessThanOrEqual(2);
    expect((await given.governor.budget({ user: 'ada' })).used).toBe(given.api.requests.length);
  });
});

describe('the token', () => {
  it('is in no error and no line of the log, not even when Buildkite repeats it', async () => {
    const shown: unknown[] = [given.session];
    for (const status of [200, 302, 400, 401, 403, 404, 422, 429, 500]) {
      given.api.answer(json(status, 'bkua_CANARY', { 'x-echo': 'bkua_CANARY' }));
      await get({ priority: 'interactive' }).catch((error: unknown) => shown.push(error));
    }
    expect(shown.length).toBeGreaterThan(7);
    shown.push(given.log.lines);
    expect(inspect(shown, { depth: 20, showHidden: true })).not.toContain('bkua_CANARY');
    expect(JSON.stringify(shown)).not.toContain('bkua_CANARY');
  });
});
