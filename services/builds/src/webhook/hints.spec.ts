import { temporaryDocuments } from '#libs/documents/testing';
import { randomUUID } from 'node:crypto';
import { hintAt } from './domain/hint.js';
import { Hints, webhookHints } from './hints.js';

describe('the hints that are kept', () => {
  const documents = temporaryDocuments([webhookHints]);
  let hints: Hints;
  let connection: string;

  beforeEach(() => {
    hints = new Hints(documents());
    connection = randomUUID();
  });

  const hint = (digest: string, second = 0, of = connection) => {
    const build = { organization: 'acme-inc', pipeline: 'shop', number: 7, sha: undefined };
    return hintAt(`${of}/${digest}`, of, build, new Date(Date.UTC(2026, 2, 1, 12, 0, second)));
  };
  const digests = async (limit = 10, of = connection) =>
    (await hints.of(of, limit)).map(({ id }) => id.split('/')[1]);

  it('come oldest first, no more than are asked for', async () => {
    for (const [digest, second] of [
      ['b', 2],
      ['a', 1],
      ['c', 3],
    ] as const)
      await hints.add(hint(digest, second));
    expect(await digests()).toEqual(['a', 'b', 'c']);
    expect(await digests(2)).toEqual(['a', 'b']);
  });

  it('are one for one delivery, however often it is added', async () => {
    await hints.add(hint('a', 1));
    await hints.add(hint('a', 2));
    expect(await hints.of(connection, 10)).toEqual([hint('a', 1)]);
  });

  it('stay when an earlier one of the same build is removed', async () => {
    await hints.add(hint('a', 1));
    const read = await hints.of(connection, 10);
    await hints.add(hint('b', 1));
    await hints.remove(read);
    await hints.remove([]);
    expect(await digests()).toEqual(['b']);
  });

  it('are forgotten with their connection, and no other one', async () => {
    const other = randomUUID();
    await hints.add(hint('a'));
    await hints.add(hint('b'));
    await hints.add(hint('a', 0, other));
    await hints.forget(connection);
    expect(await digests()).toEqual([]);
    expect(await digests(10, other)).toEqual(['a']);
    await hints.forget(randomUUID());
  });
});
