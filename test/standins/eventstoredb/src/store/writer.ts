import { randomUUID } from 'node:crypto';
import type { LogWrite } from '../log/domain/log-line.js';
import { TOMBSTONE_REVISION, type ProposedEvent } from '../log/domain/recorded-event.js';
import {
  decideAppend,
  type AppendDecision,
  type ExpectedRevision,
  type StreamFacts,
} from './domain/append-decision.js';
import {
  SOFT_DELETE_DATA,
  isSoftDeleted,
  readStreamMetadata,
  undeletedData,
} from './domain/stream-metadata.js';
import { describedStreamOf, isMetadataStream, metadataStreamOf } from './domain/stream-name.js';
import type { EventIndex } from './event-index.js';
import type { WriteOutcome } from './outcome.js';
import type { Decision } from './write-queue.js';

/** A request to append to a stream. */
export interface AppendCommand {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
}

/** A request to delete a stream: softly, so that it may begin anew, or for ever. */
export interface DeleteCommand {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly forEver: boolean;
}

const NO_BYTES = new Uint8Array();

function metadataEvent(data: Uint8Array): ProposedEvent {
  return { id: randomUUID(), type: '$metadata', isJson: true, data, metadata: NO_BYTES };
}

/** Decides what a request writes and puts it into the index. */
export class Writer {
  constructor(
    private readonly index: EventIndex,
    /** Epoch milliseconds. */
    private readonly now: () => number,
  ) {}

  append({ stream, expected, events }: AppendCommand): Decision<WriteOutcome> {
    const facts = this.factsOf(stream);
    const decision = decideAppend(
      facts,
      expected,
      events.map(({ id }) => id),
    );
    if (decision.kind !== 'write') return this.notWritten(stream, decision);
    const lastRevision = facts.lastRevision + events.length;
    if (events.length === 0)
      return { writes: [], outcome: { kind: 'written', lastRevision, position: this.index.end } };
    const describesDeleted = isMetadataStream(stream) && this.isSoftDeleted(describedStreamOf(stream));
    const write = this.add(stream, events);
    const undeletes = [
      ...(decision.undelete ? this.undelete(stream, facts.lastRevision + 1) : []),
      ...(describesDeleted ? this.undeleteDescribed(describedStreamOf(stream)) : []),
    ];
    const position = this.index.eventsOf(stream).at(-1)?.position ?? write.position;
    return { writes: [write, ...undeletes], outcome: { kind: 'written', lastRevision, position } };
  }

  delete({ stream, expected, forEver }: DeleteCommand): Decision<WriteOutcome> {
    const facts = this.factsOf(stream);
    const decision = decideAppend(facts, expected, [randomUUID()]);
    if (decision.kind !== 'write') return this.notWritten(stream, decision);
    if (!forEver && facts.lastRevision < 0 && !facts.hasMetadata)
      return { writes: [], outcome: { kind: 'wrong-expected-version', currentRevision: -1 } };
    const write = forEver
      ? this.add(
          stream,
          [{ ...metadataEvent(NO_BYTES), type: '$streamDeleted', isJson: false }],
          TOMBSTONE_REVISION,
        )
      : this.add(metadataStreamOf(stream), [metadataEvent(SOFT_DELETE_DATA)]);
    const { position } = write;
    return { writes: [write], outcome: { kind: 'written', lastRevision: facts.lastRevision, position } };
  }

  private notWritten(
    stream: string,
    decision: Exclude<AppendDecision, { kind: 'write' }>,
  ): Decision<WriteOutcome> {
    if (decision.kind !== 'repeated') return { writes: [], outcome: decision };
    const { lastRevision } = decision;
    const position = this.index.eventsOf(stream)[lastRevision]?.position ?? this.index.end;
    return { writes: [], outcome: { kind: 'written', lastRevision, position } };
  }

  private factsOf(stream: string): StreamFacts {
    const events = this.index.eventsOf(stream);
    return {
      lastRevision: events.length - 1,
      tombstoned: this.index.isTombstoned(stream),
      softDeleted: this.isSoftDeleted(stream),
      hasMetadata: this.index.eventsOf(metadataStreamOf(stream)).length > 0,
      idAt: (revision) => events[revision]?.id,
      revisionOf: (id) => {
        const event = this.index.withId(id);
        return event?.stream === stream ? event.revision : undefined;
      },
    };
  }

  private isSoftDeleted(stream: string): boolean {
    const latest = this.index.eventsOf(metadataStreamOf(stream)).at(-1);
    return latest !== undefined && isSoftDeleted(readStreamMetadata(latest.data));
  }

  private undelete(stream: string, firstRevision: number): readonly LogWrite[] {
    const metadataStream = metadataStreamOf(stream);
    const latest = this.index.eventsOf(metadataStream).at(-1);
    const data = undeletedData(latest?.data ?? NO_BYTES, firstRevision);
    return [this.add(metadataStream, [metadataEvent(data)])];
  }

  private undeleteDescribed(stream: string): readonly LogWrite[] {
    return this.undelete(stream, this.index.lastRevisionOf(stream) + 1);
  }

  private add(stream: string, events: readonly ProposedEvent[], firstRevision?: number): LogWrite {
    const write: LogWrite = {
      position: this.index.end,
      stream,
      firstRevision: firstRevision ?? this.index.eventsOf(stream).length,
      createdMs: this.now(),
      events,
    };
    this.index.add(write);
    return write;
  }
}
