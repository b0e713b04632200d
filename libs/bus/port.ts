/** A record on its way to a topic. */
export interface OutgoingRecord {
  /** Records of one key stay in order. Null only to pass on a record that came without one: any partition. */
  readonly key: Buffer | string | null;
  /** Null only to pass on a record that came without one. */
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, Buffer | string>>;
}

/** A record as the bus kept it. Nothing about its content is promised: poison comes this way too. */
export interface IncomingRecord {
  readonly topic: string;
  readonly partition: number;
  /** Place in the partition; decimal digits. */
  readonly offset: string;
  /** When the bus took it: milliseconds since 1970, UTC. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

/** Records of one partition in order, at least one. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  /** To be called while handling takes long, so that the group does not give the partition to another member. */
  heartbeat(): Promise<void>;
  /** Aborts when the partition is taken away or the consumer stops. */
  readonly signal: AbortSignal;
}

export interface Subscription {
  /** Consumer group: its members share the partitions, its progress is kept under this name. A new group starts at the beginning. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Most records in one batch. Default 500. */
  readonly maxBatch?: number;
  /**
   * Handles one batch. Resolved: the group's progress moves behind the batch. Rejected: the partition (and no other)
   * rests for a while, then the same records come again. Batches of one partition come one at a time.
   */
  handle(batch: Batch): Promise<void>;
}

export interface Consumer {
  /** Waits for the batches in hand, keeps their progress, leaves the group. */
  stop(): Promise<void>;
  /** Rejects when the consumer can no longer work (it does not restart by itself); resolves after stop(). */
  readonly done: Promise<void>;
}

/** The largest value of a record: 1 MiB. */
export const maxRecordBytes = 1024 * 1024;

/**
 * A durable, partitioned log per topic: at least once, in order per key. Both engines pass one contract suite.
 * The partition of a key is murmur2 of its UTF-8 bytes, as Kafka's default partitioner has it.
 */
export interface Bus {
  /** Makes the topics that are missing. Services do not call this on a distributed engine; `provision` does. */
  provision(topics: readonly { readonly name: string; readonly partitions: number }[]): Promise<void>;

  /**
   * Durable when it resolves. A rejection means: not known whether written; send again.
   * @throws RecordTooLarge for a value over `maxRecordBytes`; nothing was sent
   * @throws UnknownTopic when the topic was not provisioned
   */
  publish(topic: string, records: readonly OutgoingRecord[]): Promise<void>;

  /**
   * Joins the group and delivers batches until stopped.
   * @throws UnknownTopic when one of the topics was not provisioned
   */
  subscribe(subscription: Subscription): Promise<Consumer>;

  /** What lies in the topic now, from the beginning to the end as of the call, in batches, partition order kept; joins no group. UnknownTopic comes while iterating at the latest. */
  read(topic: string): AsyncIterable<readonly IncomingRecord[]>;

  /**
   * How many records of the topic the group has not handled yet; all of them for a group that never was.
   * @throws UnknownTopic when the topic was not provisioned
   */
  lag(group: string, topic: string): Promise<number>;

  /** Rejects when the bus does not answer. */
  ping(): Promise<void>;

  /** Stops its consumers, each as `stop()` does, and lets go of the engine. */
  close(): Promise<void>;
}
