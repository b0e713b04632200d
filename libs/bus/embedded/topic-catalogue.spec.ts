import type { DatabaseSync } from 'node:sqlite';
import { UnknownTopic } from '../errors.js';
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.js';
import { openDatabase } from './database.js';
import { GroupCommit } from './group-commit.js';
import { TopicCatalogue } from './topic-catalogue.js';

describe('The catalogue of topics', () => {
  let folder: TemporaryFolder;
  let database: DatabaseSync;
  const catalogue = () => new TopicCatalogue(database, new GroupCommit(database));

  beforeEach(async () => {
    folder = await makeTemporaryFolder();
    database = openDatabase(folder.file('bus.db'));
  });

  afterEach(async () => {
    database.close();
    await folder.remove();
  });

  it('gives the partitions of a topic in order, each with a number of its own in the file', async () => {
    const topics = catalogue();
    await topics.provision([
      { name: 'builds', partitions: 11 },
      { name: 'deploys', partitions: 2 },
    ]);
    expect(topics.partitions('builds').map(({ number }) => number)).toEqual([...Array(11).keys()]);
    expect(topics.partitions('deploys').every(({ topic }) => topic === 'deploys')).toBe(true);
    const ids = ['builds', 'deploys'].flatMap((topic) => topics.partitions(topic).map(({ id }) => id));
    expect(new Set(ids).size).toBe(13);
  });

  it('knows them again after the file was opened anew', async () => {
    const before = catalogue();
    await before.provision([{ name: 'builds', partitions: 3 }]);
    expect(catalogue().partitions('builds')).toEqual(before.partitions('builds'));
  });

  it('leaves a topic as it is that exists, even one that was asked for twice in one turn', async () => {
    const topics = catalogue();
    await Promise.all([
      topics.provision([{ name: 'builds', partitions: 3 }]),
      topics.provision([{ name: 'builds', partitions: 5 }]),
    ]);
    await topics.provision([{ name: 'builds', partitions: 7 }]);
    expect(topics.partitions('builds')).toHaveLength(3);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %p partitions', async (partitions) => {
    const topics = catalogue();
    await expect(topics.provision([{ name: 'builds', partitions }])).rejects.toThrow(
      'Topic builds needs at least one partition.',
    );
    expect(() => topics.partitions('builds')).toThrow(UnknownTopic);
  });
});
