import { linkHeader } from './link.js';
import { pageQuery } from './page-query.js';
import { Page } from './page.js';

const LETTERS = ['a', 'b', 'c', 'd', 'e'];

describe('the page that is asked for', () => {
  it.each([
    ['', { page: 1, perPage: 30 }],
    ['page=3&per_page=50', { page: 3, perPage: 50 }],
    ['per_page=101', { page: 1, perPage: 100 }],
    ['page=-1&per_page=0', { page: 1, perPage: 30 }],
    ['page=1.5&per_page=x', { page: 1, perPage: 30 }],
  ])('of %j is %j', (query, page) => {
    expect(pageQuery(new URLSearchParams(query))).toEqual(page);
  });
});

describe('a page of a list', () => {
  it('holds its part, and knows whether it is the last', () => {
    const page = Page.of(LETTERS, { page: 2, perPage: 2 });
    expect(page).toMatchObject({ items: ['c', 'd'], more: true, last: 3 });
    expect(page.map((letter) => letter.toUpperCase())).toMatchObject({
      items: ['C', 'D'],
      more: true,
      last: 3,
    });
    expect(Page.of(LETTERS, { page: 3, perPage: 2 })).toMatchObject({ items: ['e'], more: false });
    expect(Page.of(LETTERS, { page: 1, perPage: 5 })).toMatchObject({ more: false, last: 1 });
  });

  it('is empty behind the end', () => {
    expect(Page.of(LETTERS, { page: 9, perPage: 2 })).toMatchObject({ items: [], more: false, last: 3 });
    expect(Page.of([], { page: 1, perPage: 2 })).toMatchObject({ items: [], more: false, last: 1 });
  });
});

describe('the Link header', () => {
  const url = new URL('http://127.0.0.1:1234/v2/builds?commit[]=a&page=9');
  const link = (page: number, perPage: number): string =>
    linkHeader(url, Page.of(LETTERS, { page, perPage }));

  it('is empty for a list of one page', () => {
    expect(link(1, 5)).toBe('');
    expect(linkHeader(url, Page.of([], { page: 1, perPage: 5 }))).toBe('');
  });

  it('names the neighbours by absolute addresses that keep every other parameter', () => {
    const address = (page: number): string =>
      `http://127.0.0.1:1234/v2/builds?commit%5B%5D=a&page=${String(page)}`;
    expect(link(1, 2)).toBe(`<${address(2)}>; rel="next", <${address(3)}>; rel="last"`);
    expect(link(2, 2)).toBe(
      `<${address(1)}>; rel="first", <${address(1)}>; rel="prev", <${address(3)}>; rel="next", <${address(3)}>; rel="last"`,
    );
  });

  it('has no next on the last page, nor behind it', () => {
    expect(link(3, 2)).not.toContain('next');
    expect(link(9, 2)).not.toContain('next');
  });

  it('has no last when the list does not know it', () => {
    expect(linkHeader(url, new Page(['a'], { page: 1, perPage: 1 }, true, undefined))).toMatch(
      /^<[^>]+>; rel="next"$/,
    );
  });
});
