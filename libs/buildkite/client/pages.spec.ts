import { ReplyUnusable } from '../errors.js';
import { inTurn, json } from '../testing/api.js';
import { startSession, type TestSession } from '../testing/session.js';
import { pagesOf, type ListPage } from './pages.js';

let given: TestSession;

beforeEach(async () => {
  given = await startSession();
});

afterEach(() => given.close());

const address = (page: number) => `${given.address.href}/organizations?page=${page}`;
const next = (page: number) => ({ Link: `<${address(page)}>; rel="next", <${address(9)}>; rel="last"` });

async function pages(most = Infinity): Promise<ListPage[]> {
  const read: ListPage[] = [];
  for await (const page of pagesOf(given.session, { url: new URL(address(1)), priority: 'background' })) {
    read.push(page);
    if (read.length >= most) break;
  }
  return read;
}

describe('the pages of a list', () => {
  it('are read as long as there is a next one', async () => {
    const last = { Link: `<${address(2)}>; rel="last"` };
    given.api.answer(inTurn(json(200, ['a', 'b'], next(2)), json(200, ['c'], last)));
    expect((await pages()).map(({ rows }) => rows)).toEqual([['a', 'b'], ['c']]);
    expect(given.api.requests.map(({ query }) => query.get('page'))).toEqual(['1', '2']);
  });

  it.each([{}, { Link: '' }])('are one when the link is %j', async (headers: Record<string, string>) => {
    given.api.answer(json(200, ['a'], headers));
    expect(await pages()).toHaveLength(1);
    expect(given.api.requests).toHaveLength(1);
  });

  it('have each its own time', async () => {
    const at = (second: string) => ({ Date: `Fri, 20 Nov 2026 12:00:${second} GMT` });
    given.api.answer(inTurn(json(200, [], { ...next(2), ...at('01') }), json(200, [], at('02'))));
    expect((await pages()).map(({ lookedAt }) => lookedAt)).toEqual([
      '2026-11-20T12:00:01.000Z',
      '2026-11-20T12:00:02.000Z',
    ]);
  });

  it('are asked for only when they are wanted', async () => {
    given.api.answer(json(200, ['a'], next(2)));
    await pages(1);
    expect(given.api.requests).toHaveLength(1);
  });

  it('that go round in a circle are refused', async () => {
    given.api.answer(inTurn(json(200, ['a'], next(2)), json(200, ['b'], next(1))));
    await expect(pages()).rejects.toThrow(ReplyUnusable);
    expect(given.api.requests).toHaveLength(2);
  });

  it.each([{}, { message: 'hello' }, 'text', null, 7])('that are no list are refused: %j', async (body) => {
    given.api.answer(json(200, body));
    await expect(pages()).rejects.toThrow(ReplyUnusable);
  });
});
