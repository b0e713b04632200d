import type { LogWrite } from '../log/domain/log-line.js';
import type { RecordedEvent } from '../log/domain/recorded-event.js';
import type { LogStorage } from '../log/log-file.js';
import { readStreamMetadata, type StreamMetadata } from './domain/stream-metadata.js';
import { isMetadataStream, metadataStreamOf } from './domain/stream-name.js';
import { EventIndex } from './event-index.js';
import type { WriteOutcome } from './outcome.js';
import type { Pulse } from './pulse.js';
import { WriteQueue } from './write-queue.js';
import { Writer, type AppendCommand, type DeleteCommand } from './writer.js';

/** The streams: written in one order, read as far as they are kept. */
export class Store {
  private readonly index = new EventIndex();
  private readonly writer: Writer;
  private readonly queue: WriteQueue;
  private kept: number;

  constructor(
    /** What the log held. */
    writes: readonly LogWrite[],
    private readonly storage: LogStorage,
    /** Epoch milliseconds. */
    now: () => number,
    /** Beats whenever more is kept, and at whatever else concerns those who follow. */
    readonly changed: Pulse,
  ) {
    for (const write of writes) this.index.add(write);
    this.kept = this.index.events.length;
    this.writer = new Writer(this.index, now);
    this.queue = new WriteQueue(storage, () => {
      this.kept = this.index.events.length;
      changed.beat();
    });
  }

  /** Every event in the order of the log; those from `keptEvents` on are still being written. */
  get events(): readonly RecordedEvent[] {
    return this.index.events;
  }

  get keptEvents(): number {
    return this.kept;
  }

  get streamNames(): readonly string[] {
    return [...this.index.streamNames];
  }

  /** The kept events of a stream by their numbers, whether or not they may still be read. */
  eventsOf(stream: string): readonly RecordedEvent[] {
    const events = this.index.eventsOf(stream);
    const end = this.events[this.kept - 1]?.next ?? 0;
    const kept = events.findLastIndex(({ next }) => next <= end) + 1;
    return kept === events.length ? events : events.slice(0, kept);
  }

  isTombstoned(stream: string): boolean {
    return this.index.isTombstoned(stream);
  }

  /** What the metadata of a stream says now. Of a metadata stream only the latest event can be read. */
  metadataOf(stream: string): StreamMetadata {
    if (isMetadataStream(stream)) return { maxCount: 1 };
    const latest = this.eventsOf(metadataStreamOf(stream)).at(-1);
    return latest === undefined ? {} : readStreamMetadata(latest.data);
  }

  append(command: AppendCommand): Promise<WriteOutcome> {
    return this.queue.run(() => this.writer.append(command));
  }

  delete(command: DeleteCommand): Promise<WriteOutcome> {
    return this.queue.run(() => this.writer.delete(command));
  }

  /** Waits for what is being written and lets go of the file. */
  async close(): Promise<void> {
    await this.queue.idle();
    await this.storage.close();
  }
}
