import type { DatabaseSync } from 'node:sqlite';
import { makeTemporaryFolder, type TemporaryFolder } from '../testing/temporary-folder.js';
import { openDatabase } from './database.js';
import { GroupCommit } from './group-commit.js';
import { RecordLog } from './record-log.js';
import { TopicCatalogue, type Partition } from './topic-catalogue.js';

describe('The log of records', () => {
  let folder: TemporaryFolder;
  let database: DatabaseSync;
  let log: RecordLog;
  let first: Partition;
  let second: Partition;
  const plenty = { records: 100, bytes: 1_000_000 };

  beforeEach(async () => {
    folder = await makeTemporaryFolder();
    database = openDatabase(folder.file('bus.db'));
    const topics = new TopicCatalogue(database, new GroupCommit(database));
    await topics.provision([{ name: 'builds', partitions: 2 }]);
    [first, second] = topics.partitions('builds') as [Partition, Partition];
    log = new RecordLog(database);
  });

  afterEach(async () => {
    database.close();
    await folder.remove();
  });

  const append = (partition: Partition, ...values: string[]) =>
    values.forEach((value) => log.append(partition, { key: 'k', value }, 5));
  const valuesOf = (records: ReturnType<RecordLog['read']>) => records.map(({ value }) => value?.toString());

  it('counts offsets from 0 in each partition', () => {
    append(first, 'a', 'b');
    append(second, 'c');
    append(first, 'd');
    expect(log.read(first, 0, plenty).map(({ offset }) => offset)).toEqual(['0', '1', '2']);
    expect(log.read(second, 0, plenty).map(({ offset }) => offset)).toEqual(['0']);
    expect([log.end(first), log.end(second)]).toEqual([3, 1]);
  });

  it('gives a record as it came, with its place and time', () => {
    log.append(second, { key: null, value: Buffer.from([0, 200]), headers: { a: 'b' } }, 1_700_000_000_123);
    expect(log.read(second, 0, plenty)).toEqual([
      {
        topic: 'builds',
        partition: 1,
        offset: '0',
        timestamp: 1_700_000_000_123,
        key: null,
        value: Buffer.from([0, 200]),
        headers: { a: Buffer.from('b') },
      },
    ]);
  });

  it('reads from an offset, up to another, and so many at most', () => {
    append(first, 'a', 'b', 'c', 'd', 'e');
    expect(valuesOf(log.read(first, 1, { records: 2, bytes: 1000 }))).toEqual(['b', 'c']);
    expect(valuesOf(log.read(first, 3, plenty))).toEqual(['d', 'e']);
    expect(valuesOf(log.read(first, 1, plenty, 3))).toEqual(['b', 'c']);
    expect(log.read(first, 5, plenty)).toEqual([]);
  });

  it('reads so many bytes at most, but one record in any case', () => {
    append(first, 'aaaa', 'bbbb', 'cccc');
    expect(valuesOf(log.read(first, 0, { records: 10, bytes: 8 }))).toEqual(['aaaa', 'bbbb']);
    expect(valuesOf(log.read(first, 0, { records: 10, bytes: 2 }))).toEqual(['aaaa']);
  });

  it('gives values that do not change when the next ones are read', () => {
    append(first, 'a', 'b');
    const [record] = log.read(first, 0, { records: 1, bytes: 10 });
    log.read(first, 1, plenty);
    expect(record?.value?.toString()).toBe('a');
  });

  it('ends at 0 in a partition without records', () => {
    expect(log.end(second)).toBe(0);
    expect(log.read(second, 0, plenty)).toEqual([]);
  });
});
