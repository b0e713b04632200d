import { temporaryDocuments } from '#libs/documents/testing';
import { acme } from '#libs/contracts/testing';
import { randomUUID } from 'node:crypto';
import { publishedLookId, publishedLooks, PublishedLooks, type PublishedLook } from './published-looks.js';

describe('the looks that were published last', () => {
  const documents = temporaryDocuments([publishedLooks]);
  let looks: PublishedLooks;
  let connection: string;

  beforeEach(() => {
    looks = new PublishedLooks(documents());
    connection = randomUUID();
  });

  const look = (build: string, changes: Partial<PublishedLook> = {}): PublishedLook => ({
    id: publishedLookId(connection, build),
    organization: 'acme',
    connection,
    buildkiteOrganization: 'acme-inc',
    build,
    sha: acme.sha,
    commit: acme.sha,
    number: 1,
    pipeline: { id: 'pipeline', slug: 'shop' },
    unseen: null,
    createdAt: '2026-11-23T11:40:00.000Z',
    lookedAt: '2026-11-23T12:00:00.000Z',
    content: 'content',
    isOpen: true,
    revision: 1,
    ...changes,
  });

  it('are found by build, for each connection apart', async () => {
    await looks.remember([look('one'), look('two')]);
    expect([...(await looks.of(connection, ['two', 'three'])).keys()]).toEqual(['two']);
    expect((await looks.of(randomUUID(), ['two'])).size).toBe(0);
    expect((await looks.of(connection, [])).size).toBe(0);
  });

  it('never give way to an older one', async () => {
    await looks.remember([look('one', { revision: 5, content: 'newer' })]);
    await looks.remember([look('one', { revision: 4, content: 'older' })]);
    expect((await looks.of(connection, ['one'])).get('one')?.content).toBe('newer');
  });

  it('tell which builds of a Buildkite organization are followed', async () => {
    await looks.remember([
      look('open'),
      look('finished', { isOpen: false }),
      look('elsewhere', { buildkiteOrganization: 'acme-labs' }),
    ]);
    expect((await looks.open(connection, 'acme-inc')).map(({ build }) => build)).toEqual(['open']);
    expect(await looks.countOpen(connection, ['acme-inc', 'acme-labs'])).toBe(2);
    expect(await looks.countOpen(connection, ['acme-labs'])).toBe(1);
  });

  it('are all forgotten of a connection that was removed, and no others', async () => {
    const other = randomUUID();
    const kept = look('two', { id: publishedLookId(other, 'two'), connection: other });
    await looks.remember([look('one'), look('two', { isOpen: false }), kept]);
    await looks.forgetAllOf(connection);
    expect((await looks.of(connection, ['one', 'two'])).size).toBe(0);
    expect([...(await looks.of(other, ['two'])).keys()]).toEqual(['two']);
  });

  it('tell which builds of some SHAs have no commit that they are found by, the newest first', async () => {
    const [other, third] = ['a'.repeat(40), 'b'.repeat(40)];
    const head = (build: string, changes: Partial<PublishedLook> = {}) =>
      look(build, { commit: null, isOpen: false, ...changes });
    await looks.remember([
      look('by its commit'),
      head('old'),
      head('new', { sha: other, createdAt: '2026-11-23T11:50:00.000Z' }),
      head('oldest', { createdAt: '2026-11-23T11:30:00.000Z' }),
      head('unresolved', { sha: null }),
      head('of another SHA', { sha: third }),
      head('elsewhere', { buildkiteOrganization: 'acme-labs' }),
      head('of another connection', { id: randomUUID(), connection: randomUUID() }),
    ]);
    const builds = async (shas: readonly string[], limit: number) =>
      (await looks.withoutCommit(connection, 'acme-inc', shas, limit)).map(({ build }) => build);
    expect(await builds([acme.sha, other], 10)).toEqual(['new', 'old', 'oldest']);
    expect(await builds([acme.sha, other], 2)).toEqual(['new', 'old']);
    expect(await builds([], 10)).toEqual([]);
  });

  it('let builds go', async () => {
    await looks.remember([look('one'), look('two')]);
    await looks.letGo(await looks.open(connection, 'acme-inc'));
    expect(await looks.countOpen(connection, ['acme-inc'])).toBe(0);
    await looks.letGo([]);
  });

  it('keep what was found out, unless the build was seen anew meanwhile', async () => {
    const unseen = { since: '2026-11-23T12:00:00.000Z', askAgainAt: '2026-11-23T12:10:00.000Z' };
    await looks.remember([look('one'), look('two')]);
    const followed = await looks.open(connection, 'acme-inc');
    await looks.remember([look('two', { revision: 60_000 })]);
    await looks.note(followed.map((one) => ({ ...one, unseen })));
    const kept = await looks.of(connection, ['one', 'two']);
    expect([kept.get('one')?.unseen, kept.get('two')?.unseen]).toEqual([unseen, null]);
    await looks.letGo([...kept.values()]);
    expect((await looks.of(connection, ['one'])).get('one')).toMatchObject({ isOpen: false, unseen: null });
  });

  it('do not let a build go that was seen anew meanwhile', async () => {
    await looks.remember([look('one')]);
    const followed = await looks.open(connection, 'acme-inc');
    await looks.remember([look('one', { revision: 60_000 })]);
    await looks.letGo(followed);
    expect(await looks.countOpen(connection, ['acme-inc'])).toBe(1);
  });
});
