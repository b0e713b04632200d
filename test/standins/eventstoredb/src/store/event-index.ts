import { recordsOf, type LogWrite } from '../log/domain/log-line.js';
import { TOMBSTONE_REVISION, type RecordedEvent } from '../log/domain/recorded-event.js';

/** Where an empty log begins to be written: a real one holds records of its own before any event. */
export const FIRST_POSITION = 2_112;

const NONE: readonly RecordedEvent[] = [];

/** Everything that was written, found by position, by stream and by id. */
export class EventIndex {
  private readonly all: RecordedEvent[] = [];
  private readonly streams = new Map<string, RecordedEvent[]>();
  private readonly ids = new Map<string, RecordedEvent>();
  private readonly tombstones = new Set<string>();

  /** In the order of the log. */
  get events(): readonly RecordedEvent[] {
    return this.all;
  }

  /** Where the next record begins. */
  get end(): number {
    return this.all.at(-1)?.next ?? FIRST_POSITION;
  }

  get streamNames(): Iterable<string> {
    return this.streams.keys();
  }

  add(write: LogWrite): readonly RecordedEvent[] {
    const recorded = recordsOf(write);
    for (const event of recorded) this.addOne(event);
    return recorded;
  }

  /** The events of a stream by their numbers, without a tombstone. */
  eventsOf(stream: string): readonly RecordedEvent[] {
    return this.streams.get(stream) ?? NONE;
  }

  lastRevisionOf(stream: string): number {
    return this.eventsOf(stream).length - 1;
  }

  isTombstoned(stream: string): boolean {
    return this.tombstones.has(stream);
  }

  /** The event with that id, the latest one when several streams hold it. */
  withId(id: string): RecordedEvent | undefined {
    return this.ids.get(id);
  }

  private addOne(event: RecordedEvent): void {
    this.all.push(event);
    this.ids.set(event.id, event);
    if (event.revision === TOMBSTONE_REVISION) {
      this.tombstones.add(event.stream);
      return;
    }
    const events = this.streams.get(event.stream);
    if (events === undefined) this.streams.set(event.stream, [event]);
    else events.push(event);
  }
}
