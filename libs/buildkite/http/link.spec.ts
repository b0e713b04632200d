import { ReplyUnusable } from '../errors.js';
import { linkedPage, nextPage } from './link.js';

const current = new URL('https://api.buildkite.com/v2/organizations/acme/builds?page=1&per_page=100');
const second = 'https://api.buildkite.com/v2/organizations/acme/builds?page=2&per_page=100';

describe('the next page', () => {
  it('is the one that the header calls next', () => {
    const header = `<${second}>; rel="next", <https://api.buildkite.com/v2/organizations/acme/builds?page=9>; rel="last"`;
    expect(nextPage(header, current)?.href).toBe(second);
  });

  it.each([
    `<https://api.buildkite.com/first>; rel="first", <${second}>; rel="next"`,
    `<${second}>; title="a"; rel=next`,
    `<${second}>;rel="prev next"`,
    `<${second}>; REL="Next"`,
  ])('is found in %s', (header) => {
    expect(nextPage(header, current)?.href).toBe(second);
  });

  it.each([null, '', ' ', `<${second}>; rel="last"`, `<${second}>`, 'nonsense', 'rel="next"'])(
    'is missing when the header is %j',
    (header) => {
      expect(nextPage(header, current)).toBeUndefined();
    },
  );

  it('may be written without its host', () => {
    expect(nextPage('</v2/organizations/acme/builds?page=2&per_page=100>; rel="next"', current)?.href).toBe(
      second,
    );
  });

  it.each([
    'https://evil.example/v2/builds?page=2',
    'http://api.buildkite.com/v2/builds?page=2',
    'https://api.buildkite.com:8443/v2/builds?page=2',
    'https://api.buildkite.com.evil.example/',
    'https://api.buildkite.com@evil.example/',
    'https://user:password@api.buildkite.com/v2/builds',
    '//evil.example/v2/builds',
    'file:///etc/passwd',
    'https://',
  ])('is refused at %s', (address) => {
    expect(() => nextPage(`<${address}>; rel="next"`, current)).toThrow(ReplyUnusable);
  });

  it('never carries a token in its address', () => {
    const header = `<${second}&access_token=CANARY&api_key=CANARY>; rel="next"`;
    expect(nextPage(header, current)?.href).toBe(second);
  });
});

describe('a page that a reply names itself', () => {
  it('is on the same host, and never carries a token in its address', () => {
    expect(linkedPage(`${second}&access_token=CANARY`, current).href).toBe(second);
    expect(linkedPage('/v2/organizations/acme/builds?page=2&per_page=100', current).href).toBe(second);
  });

  it.each(['https://evil.example/v2/jobs', 'http://api.buildkite.com/v2/jobs', 'https://'])(
    'is refused at %s',
    (address) => {
      expect(() => linkedPage(address, current)).toThrow(ReplyUnusable);
    },
  );
});
