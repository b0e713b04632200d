import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { IncomingRecord, OutgoingRecord } from '../port.js';
import { headersFromText, headersToText } from './header-text.js';
import type { Partition } from './topic-catalogue.js';

/** How much is read at once; at least one record, however large. */
export interface ReadLimit {
  readonly records: number;
  readonly bytes: number;
}

/** The records of all partitions, appended at the end and never changed. */
export class RecordLog {
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #end: StatementSync;

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare(
      `INSERT INTO records (partition, offset, timestamp, key, value, headers)
       VALUES (:partition, (SELECT ifnull(max(offset), -1) + 1 FROM records WHERE partition = :partition),
               :timestamp, :key, :value, :headers)`,
    );
    this.#select = database.prepare(
      `SELECT offset, timestamp, key, value, headers FROM records
       WHERE partition = ? AND offset >= ? AND offset < ? ORDER BY offset LIMIT ?`,
    );
    this.#end = database.prepare(
      'SELECT ifnull(max(offset), -1) + 1 AS "end" FROM records WHERE partition = ?',
    );
  }

  /** Appends a record; to be called in a transaction. `timestamp` in milliseconds since 1970, UTC. */
  append(partition: Partition, record: OutgoingRecord, timestamp: number): void {
    this.#insert.run({
      partition: partition.id,
      timestamp,
      key: bytesOf(record.key),
      value: bytesOf(record.value),
      headers: headersToText(record.headers),
    });
  }

  /** The records from offset `from` up to, but not with, `before` that fit the limit. */
  read(
    partition: Partition,
    from: number,
    limit: ReadLimit,
    before = Number.MAX_SAFE_INTEGER,
  ): IncomingRecord[] {
    const records: IncomingRecord[] = [];
    let bytes = 0;
    for (const row of this.#select.iterate(partition.id, from, before, limit.records)) {
      const record = toRecord(partition, row);
      bytes += record.value?.length ?? 0;
      if (bytes > limit.bytes && records.length > 0) break;
      records.push(record);
    }
    return records;
  }

  /** The offset that the partition's next record will have. */
  end(partition: Partition): number {
    return Number(this.#end.get(partition.id)?.['end']);
  }
}

function bytesOf(content: Buffer | string | null): Buffer | null {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
}

function toRecord({ topic, number }: Partition, row: Record<string, SQLOutputValue>): IncomingRecord {
  return {
    topic,
    partition: number,
    offset: String(row['offset']),
    timestamp: Number(row['timestamp']),
    key: bufferOf(row['key']),
    value: bufferOf(row['value']),
    headers: headersFromText(String(row['headers'])),
  };
}

function bufferOf(column: SQLOutputValue | undefined): Buffer | null {
  return column instanceof Uint8Array
    ? Buffer.from(column.buffer, column.byteOffset, column.byteLength)
    : null;
}
