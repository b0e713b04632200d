import { linkHeader } from './link.js';
import { pageQuery } from './page-query.js';
import { Page } from './page.js';

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
  it('holds its part, and knows the whole', () => {
    const page = Page.of(['a', 'b', 'c', 'd', 'e'], { page: 2, perPage: 2 });
    expect(page).toMatchObject({ items: ['c', 'd'], total: 5 });
    expect(page.map((letter) => letter.toUpperCase())).toMatchObject({ items: ['C', 'D'], total: 5 });
  });

  it('is empty behind the end', () => {
    expect(Page.of(['a'], { page: 4, perPage: 2 })).toMatchObject({ items: [], total: 1 });
  });
});

describe('the Link header', () => {
  const url = new URL('http://127.0.0.1:1234/v2/builds?commit[]=a&page=9');

  it('is empty for a list of one page', () => {
    expect(linkHeader(url, { page: 1, perPage: 30 }, 30)).toBe('');
    expect(linkHeader(url, { page: 1, perPage: 30 }, 0)).toBe('');
  });

  it('names the neighbours by absolute addresses that keep every other parameter', () => {
    expect(linkHeader(url, { page: 1, perPage: 30 }, 31)).toBe(
      '<http://127.0.0.1:1234/v2/builds?commit%5B%5D=a&page=2>; rel="next", <http://127.0.0.1:1234/v2/builds?commit%5B%5D=a&page=2>; rel="last"',
    );
  });

  it('has no next on the last page, nor behind it', () => {
    expect(linkHeader(url, { page: 2, perPage: 30 }, 60)).not.toContain('next');
    expect(linkHeader(url, { page: 7, perPage: 30 }, 60)).not.toContain('next');
  });
});
