import type { DatabaseSync } from 'node:sqlite';
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.js';
import { openDatabase } from './database.js';
import { GroupCommit } from './group-commit.js';
import { Progress } from './progress.js';
import { TopicCatalogue, type Partition } from './topic-catalogue.js';

describe('The progress of groups', () => {
  let folder: TemporaryFolder;
  let database: DatabaseSync;
  let commits: GroupCommit;
  let first: Partition;
  let second: Partition;

  beforeEach(async () => {
    folder = await makeTemporaryFolder();
    database = openDatabase(folder.file('bus.db'));
    commits = new GroupCommit(database);
    const topics = new TopicCatalogue(database, commits);
    await topics.provision([{ name: 'builds', partitions: 2 }]);
    [first, second] = topics.partitions('builds') as [Partition, Partition];
  });

  afterEach(async () => {
    database.close();
    await folder.remove();
  });

  it('begins at 0 and is kept per group and partition', async () => {
    const progress = new Progress(database, commits);
    await Promise.all([progress.save('deploys', first, 7), progress.save('builds', second, 3)]);
    await progress.save('deploys', first, 9);
    const loaded = ['deploys', 'builds'].map((group) =>
      [first, second].map((own) => progress.load(group, own)),
    );
    expect(loaded).toEqual([
      [9, 0],
      [0, 3],
    ]);
  });

  it('is there after the file was opened again', async () => {
    await new Progress(database, commits).save('deploys', first, 42);
    database.close();
    database = openDatabase(folder.file('bus.db'));
    expect(new Progress(database, new GroupCommit(database)).load('deploys', first)).toBe(42);
  });
});
