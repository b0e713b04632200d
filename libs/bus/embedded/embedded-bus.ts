import type { DatabaseSync } from 'node:sqlite';
import { BusClosed, RecordTooLarge } from '../errors.js';
import type { BusLog } from '../log.js';
import {
  maxRecordBytes,
  type Bus,
  type Consumer,
  type IncomingRecord,
  type OutgoingRecord,
  type Subscription,
} from '../port.js';
import { ConsumerGroup } from './consumer-group.js';
import { GroupCommit } from './group-commit.js';
import { Member } from './member.js';
import { partitionOf } from '../partition-of.js';
import { Progress } from './progress.js';
import { readPartitions } from './read-partitions.js';
import { RecordLog } from './record-log.js';
import type { Rest } from '../rest.js';
import { TopicCatalogue, type Partition } from './topic-catalogue.js';

export interface EmbeddedBusSettings {
  /** Milliseconds since 1970, UTC: the time a record was taken. */
  readonly now: () => number;
  readonly rest: Rest;
  readonly partitionsAtOnce: number;
  readonly log: BusLog | undefined;
}

/** The bus in one SQLite file, for the consumers of one process. See `openEmbeddedBus`. */
export class EmbeddedBus implements Bus {
  readonly #commits: GroupCommit;
  readonly #topics: TopicCatalogue;
  readonly #records: RecordLog;
  readonly #progress: Progress;
  readonly #groups = new Map<string, ConsumerGroup>();
  #closing: Promise<void> | undefined;

  constructor(
    private readonly database: DatabaseSync,
    private readonly settings: EmbeddedBusSettings,
  ) {
    this.#commits = new GroupCommit(database);
    this.#topics = new TopicCatalogue(database, this.#commits);
    this.#records = new RecordLog(database);
    this.#progress = new Progress(database, this.#commits);
  }

  async provision(topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<void> {
    this.#refuseWhenClosed();
    await this.#topics.provision(topics);
  }

  async publish(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    this.#refuseWhenClosed();
    const partitions = this.#topics.partitions(topic);
    for (const { value } of records) refuseTooLarge(topic, value);
    if (records.length === 0) return;
    const placed = records.map((record) => ({
      record,
      partition: partitions[partitionOf(record.key, partitions.length)] as Partition,
    }));
    await this.#commits.run(() => {
      const timestamp = this.settings.now();
      for (const { partition, record } of placed) this.#records.append(partition, record, timestamp);
    });
    const written = new Set(placed.map(({ partition }) => partition));
    for (const group of this.#groups.values()) group.wake(written);
  }

  async subscribe(subscription: Subscription): Promise<Consumer> {
    this.#refuseWhenClosed();
    for (const topic of subscription.topics) this.#topics.partitions(topic);
    const group = this.#group(subscription.group);
    const member = new Member(subscription, this.settings.partitionsAtOnce);
    group.join(member);
    return { stop: () => group.leave(member), done: member.done };
  }

  read(topic: string): AsyncIterable<readonly IncomingRecord[]> {
    this.#refuseWhenClosed();
    return readPartitions(this.#records, this.#topics.partitions(topic));
  }

  async lag(group: string, topic: string): Promise<number> {
    this.#refuseWhenClosed();
    const behind = (partition: Partition) =>
      this.#records.end(partition) - this.#progress.load(group, partition);
    return this.#topics.partitions(topic).reduce((sum, partition) => sum + behind(partition), 0);
  }

  async ping(): Promise<void> {
    this.#refuseWhenClosed();
    this.database.prepare('SELECT 1').get();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const groups = [...this.#groups.values()];
    await Promise.all(groups.flatMap((group) => group.members.map((member) => group.leave(member))));
    this.#commits.flush();
    this.database.close();
  }

  #group(name: string): ConsumerGroup {
    const known = this.#groups.get(name);
    if (known) return known;
    const { rest, log } = this.settings;
    const group = new ConsumerGroup(this.#topics, {
      group: name,
      records: this.#records,
      progress: this.#progress,
      rest,
      log,
    });
    this.#groups.set(name, group);
    return group;
  }

  #refuseWhenClosed(): void {
    if (this.#closing) throw new BusClosed();
  }
}

function refuseTooLarge(topic: string, value: Buffer | string | null): void {
  const bytes = value === null ? 0 : Buffer.byteLength(value);
  if (bytes > maxRecordBytes) throw new RecordTooLarge(topic, bytes, maxRecordBytes);
}
