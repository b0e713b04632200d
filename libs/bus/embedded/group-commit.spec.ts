import { setImmediate } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { GroupCommit } from './group-commit.js';

describe('Group commit', () => {
  let database: DatabaseSync;
  let commits: GroupCommit;

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE numbers (number INTEGER UNIQUE)');
    commits = new GroupCommit(database);
  });

  afterEach(() => database.close());

  const insert = (number: number) => () =>
    void database.prepare('INSERT INTO numbers VALUES (?)').run(number);
  const stored = () =>
    database
      .prepare('SELECT number FROM numbers ORDER BY number')
      .all()
      .map(({ number }) => number);
  const transactions = (): string[] => {
    const seen: string[] = [];
    const exec = database.exec.bind(database);
    database.exec = (sql) => {
      seen.push(sql);
      exec(sql);
    };
    return seen;
  };

  it('puts what comes in one turn into one transaction, in order, and gives each its result', async () => {
    const seen = transactions();
    const results = await Promise.all([
      commits.run(() => 'first'),
      commits.run(() => database.isTransaction),
      commits.run(insert(1)),
    ]);
    expect(results).toEqual(['first', true, undefined]);
    expect(seen).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
    expect(stored()).toEqual([1]);
  });

  it('resolves only after the commit', async () => {
    const done = commits.run(insert(1)).then(() => database.isTransaction);
    expect(stored()).toEqual([]);
    expect(await done).toBe(false);
  });

  it('takes another transaction for another turn', async () => {
    const seen = transactions();
    await commits.run(insert(1));
    await setImmediate();
    await commits.run(insert(2));
    expect(seen.filter((sql) => sql === 'COMMIT')).toHaveLength(2);
  });

  it('keeps nothing of a transaction in which one write fails, tells all of them, and goes on', async () => {
    const outcomes = await Promise.allSettled([
      commits.run(insert(1)),
      commits.run(insert(1)),
      commits.run(insert(2)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(stored()).toEqual([]);
    await commits.run(insert(3));
    expect(stored()).toEqual([3]);
  });

  it('tells everybody when the commit itself fails', async () => {
    const exec = database.exec.bind(database);
    database.exec = (sql) => {
      if (sql === 'COMMIT') throw new Error('disk full');
      exec(sql);
    };
    await expect(commits.run(insert(1))).rejects.toThrow('disk full');
    database.exec = exec;
    expect(database.isTransaction).toBe(false);
    expect(stored()).toEqual([]);
  });

  it('can be made to commit at once, with nothing left for the end of the turn', async () => {
    const done = commits.run(insert(1));
    commits.flush();
    expect(stored()).toEqual([1]);
    await done;
    commits.flush();
  });
});
