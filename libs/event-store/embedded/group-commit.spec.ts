import { DatabaseSync } from 'node:sqlite';
import { OutcomeUnknown, RevisionConflict } from '../errors.js';
import { newEvent, newEvents } from '../testing/new-events.js';
import { prepareAppend, storedForm, type Append, type WriteAppend } from './append.js';
import { GroupCommit } from './group-commit.js';
import { prepareSchema } from './schema.js';

describe('Group commit', () => {
  let database: DatabaseSync;
  let commits: number;
  let write: WriteAppend;
  let groupCommit: GroupCommit;

  const append = (stream: string, expected: number | 'no-stream' = 'no-stream', count = 1) =>
    groupCommit.append(storedForm(stream, newEvents(count), expected));
  const streams = () =>
    database
      .prepare('SELECT stream FROM events ORDER BY position')
      .all()
      .map(({ stream }) => stream);

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    prepareSchema(database, 'events.db');
    commits = 0;
    write = prepareAppend(database);
    groupCommit = new GroupCommit({
      database,
      write: (one, recordedAt) => write(one, recordedAt),
      onCommitted: () => (commits += 1),
      now: () => new Date('2026-03-01T10:00:00Z'),
    });
  });
  afterEach(() => database.close());

  it('puts what comes in one turn into one transaction', async () => {
    await Promise.all(['a', 'b', 'c'].map((stream) => append(stream)));
    expect(commits).toBe(1);

    await append('d');
    expect(commits).toBe(2);
    expect(streams()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('also takes in what comes later in the same turn', async () => {
    const first = append('a');
    const second = Promise.resolve().then(() => append('b'));
    await Promise.all([first, second]);

    expect(commits).toBe(1);
  });

  it('resolves only behind the commit', async () => {
    const order: string[] = [];
    write = (one, recordedAt) => {
      order.push(`write ${one.stream}`);
      return prepareAppend(database)(one, recordedAt);
    };
    const resolved = append('a').then(() => order.push('resolved a'));
    const also = append('b').then(() => order.push(`resolved b, ${commits} commit`));
    expect(order).toEqual([]);
    await Promise.all([resolved, also]);

    expect(order).toEqual(['write a', 'write b', 'resolved a', 'resolved b, 1 commit']);
  });

  it('fails one append without failing its neighbours, and takes back what it had written', async () => {
    await append('taken');
    const half: WriteAppend = (one, recordedAt) => {
      const revision = prepareAppend(database)(one, recordedAt);
      if (one.stream === 'broken') {
        throw new Error('disk I/O error');
      }
      return revision;
    };
    write = half;

    const outcomes = await Promise.allSettled([
      append('before'),
      append('taken'),
      append('broken', 'no-stream', 2),
      append('after'),
    ]);

    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: { revision: 0 } },
      { status: 'rejected', reason: expect.any(RevisionConflict) as Error },
      {
        status: 'rejected',
        reason: { code: 'outcome-unknown', stream: 'broken', cause: expect.any(Error) as Error },
      },
      { status: 'fulfilled', value: { revision: 0 } },
    ]);
    expect(streams()).toEqual(['taken', 'before', 'after']);
  });

  it('tells all of a group that the outcome is unknown when the commit fails, and goes on', async () => {
    write = (one, recordedAt) => {
      const revision = prepareAppend(database)(one, recordedAt);
      database.exec('ROLLBACK');
      return revision;
    };
    const outcomes = await Promise.allSettled([append('a'), append('b')]);

    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(OutcomeUnknown) as Error });
    }
    expect(commits).toBe(0);

    write = prepareAppend(database);
    await expect(append('a')).resolves.toEqual({ revision: 0 });
    expect(streams()).toEqual(['a']);
  });

  it('names the first cause when SQLite gave up the whole transaction', async () => {
    write = () => {
      database.exec('ROLLBACK');
      throw new Error('disk I/O error');
    };
    const outcomes = await Promise.allSettled([append('a'), append('b')]);

    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        reason: { code: 'outcome-unknown', cause: { message: 'disk I/O error' } },
      });
    }
  });

  it('leaves no transaction open behind a commit that fails', async () => {
    database.exec(`PRAGMA foreign_keys = ON;
      CREATE TABLE child (parent INTEGER REFERENCES events (position) DEFERRABLE INITIALLY DEFERRED)`);
    write = (one, recordedAt) => {
      database.exec('INSERT INTO child VALUES (999)');
      return prepareAppend(database)(one, recordedAt);
    };
    await expect(append('a')).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(database.isTransaction).toBe(false);

    write = prepareAppend(database);
    await expect(append('a')).resolves.toEqual({ revision: 0 });
  });

  it('survives a full disk: nothing acknowledged that is not there, nothing there twice', async () => {
    await append('a');
    const pages = Object.values(database.prepare('PRAGMA page_count').get() ?? {})[0];
    database.exec(`PRAGMA max_page_count = ${Number(pages) + 1}`);
    const large = { ...newEvent(), data: { text: 'x'.repeat(100_000) } };
    const form: Append = storedForm('large', [large], 'no-stream');

    await expect(groupCommit.append(form)).rejects.toMatchObject({
      code: 'outcome-unknown',
      stream: 'large',
    });

    database.exec('PRAGMA max_page_count = 100000');
    await expect(groupCommit.append(form)).resolves.toEqual({ revision: 0 });
    expect(streams()).toEqual(['a', 'large']);
  });

  it('writes at once what waits when it is asked to', async () => {
    const appended = append('a');
    groupCommit.flush();

    expect(streams()).toEqual(['a']);
    await expect(appended).resolves.toEqual({ revision: 0 });
  });
});
