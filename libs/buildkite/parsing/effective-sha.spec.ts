import { effectiveSha } from './effective-sha.js';

const sha = '1734869d9a7f6d3c1b5e8f2a4c6b8d0e2f4a6b8c';
const sha256 = 'a1'.repeat(32);
const agentWrote = (text: string) => ({ 'buildkite:git:commit': text });

describe('the effective SHA of a build', () => {
  it.each([sha, sha256])('is the commit when that is a full SHA', (commit) => {
    expect(effectiveSha(commit, {})).toBe(commit);
  });

  it('is compared in lower case', () => {
    expect(effectiveSha(sha.toUpperCase(), null)).toBe(sha);
    expect(effectiveSha('HEAD', agentWrote(`commit ${sha.toUpperCase()}\n`))).toBe(sha);
  });

  it.each([
    ['today', `commit ${sha}\nabbrev-commit 1734869\nAuthor: Ada <ada@example.com>\n\n    Fix it`],
    ['in 2020', `commit ${sha}\nAuthor:     Ada <ada@example.com>\nAuthorDate: Thu Apr 23`],
    ['alone', `commit ${sha}\n`],
    ['bare', sha],
  ])('is what the agent wrote into the meta-data of a HEAD build, as written %s', (_when, text) => {
    expect(effectiveSha('HEAD', agentWrote(text))).toBe(sha);
  });

  it('may have 64 digits in the meta-data, too', () => {
    expect(effectiveSha('HEAD', agentWrote(`commit ${sha256}\n`))).toBe(sha256);
  });

  it('is the commit, whatever the meta-data says', () => {
    expect(effectiveSha(sha, agentWrote(`commit ${'f'.repeat(40)}`))).toBe(sha);
  });

  it.each([
    ['HEAD', {}],
    ['HEAD', null],
    ['HEAD', 'text'],
    ['HEAD', { 'buildkite:git:commit': 7 }],
    ['HEAD', agentWrote('commit HEAD')],
    ['HEAD', agentWrote(`commit ${sha.slice(0, 39)}`)],
    ['HEAD', agentWrote(`commit ${sha}0`)],
    ['HEAD', agentWrote(`Merge commit ${sha}`)],
    ['1234567890', {}],
    ['25df6fc', {}],
    ['v1.2.3', {}],
    ['', {}],
  ])('is unresolved for commit %j with meta-data %j', (commit, metaData) => {
    expect(effectiveSha(commit, metaData)).toBeUndefined();
  });
});
