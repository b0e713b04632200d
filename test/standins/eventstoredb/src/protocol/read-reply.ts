import type { ReadResp as Reply } from '@eventstore/db-client/generated/streams_pb.js';
import { revisionText, type RecordedEvent } from '../log/domain/recorded-event.js';
import type { LogPosition } from '../read/domain/log-position.js';
import { ReadResp } from './messages.js';
import { streamIdentifier } from './stream-identifier.js';
import { wireUuid } from './uuid.js';

/** .NET ticks, tenths of a microsecond, in a millisecond. */
const TICKS_IN_MS = 10_000n;

/** One event. Every event carries its position, also in a read of its stream (Streams.Read.cs). */
export function eventReply(event: RecordedEvent): Reply {
  const position = String(event.position);
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
    .setId(wireUuid(event.id))
    .setStreamIdentifier(streamIdentifier(event.stream))
    .setStreamRevision(revisionText(event.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('created', String(BigInt(event.createdMs) * TICKS_IN_MS))
    .set('content-type', event.isJson ? 'application/json' : 'application/octet-stream');
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position));
}

export function streamNotFoundReply(stream: string): Reply {
  const notFound = new ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(stream));
  return new ReadResp().setStreamNotFound(notFound);
}

/** The first message of every subscription. */
export function confirmationReply(id: string): Reply {
  return new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(id));
}

/** Tells a filtered subscription how far it has come. */
export function checkpointReply({ commit, prepare }: LogPosition): Reply {
  const checkpoint = new ReadResp.Checkpoint()
    .setCommitPosition(String(commit))
    .setPreparePosition(String(prepare));
  return new ReadResp().setCheckpoint(checkpoint);
}

/** Tells a subscription that what follows happens now. */
export function caughtUpReply(): Reply {
  return new ReadResp().setCaughtUp(new ReadResp.CaughtUp());
}
