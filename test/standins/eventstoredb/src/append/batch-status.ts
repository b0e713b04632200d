import type { Message } from 'google-protobuf';
import type { Status as WireStatus } from '@eventstore/db-client/generated/status_pb.js';
import { status } from '@grpc/grpc-js';
import {
  AccessDenied,
  Any,
  BadRequest,
  GoogleEmpty,
  MaximumAppendSizeExceeded,
  Status,
  StreamDeleted,
  Timeout,
  WrongExpectedVersion,
} from '../protocol/messages.js';
import { streamIdentifier } from '../protocol/stream-identifier.js';
import type { ExpectedRevision } from '../store/domain/append-decision.js';
import { MAX_APPEND_BYTES } from './proposed.js';

// The statuses of EventStore.Core/Services/Transport/Grpc/Status.cs: the message is the name of the detail.

function wireStatus(code: status, name: string, detail: Message): WireStatus {
  const details = new Any();
  details.pack(detail.serializeBinary(), `event_store.client.${name}`);
  return new Status()
    .setCode(code as number)
    .setMessage(name)
    .setDetails(details);
}

export function wrongExpectedVersionStatus(expected: ExpectedRevision, currentRevision: number): WireStatus {
  const detail = new WrongExpectedVersion();
  if (currentRevision < 0) detail.setCurrentNoStream(new GoogleEmpty());
  else detail.setCurrentStreamRevision(String(currentRevision));
  switch (expected.kind) {
    case 'any':
      detail.setExpectedAny(new GoogleEmpty());
      break;
    case 'no-stream':
      detail.setExpectedNoStream(new GoogleEmpty());
      break;
    case 'stream-exists':
      detail.setExpectedStreamExists(new GoogleEmpty());
      break;
    case 'revision':
      detail.setExpectedStreamPosition(String(expected.revision));
  }
  return wireStatus(status.ALREADY_EXISTS, 'WrongExpectedVersion', detail);
}

export const streamDeletedStatus = (stream: string): WireStatus =>
  wireStatus(
    status.NOT_FOUND,
    'StreamDeleted',
    new StreamDeleted().setStreamIdentifier(streamIdentifier(stream)),
  );

export const accessDeniedStatus = (): WireStatus =>
  wireStatus(status.PERMISSION_DENIED, 'AccessDenied', new AccessDenied());

export const timeoutStatus = (): WireStatus => wireStatus(status.DEADLINE_EXCEEDED, 'Timeout', new Timeout());

export const tooLargeStatus = (): WireStatus =>
  wireStatus(
    status.INVALID_ARGUMENT,
    'MaximumAppendSizeExceeded',
    new MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_BYTES),
  );

export const badRequestStatus = (message: string): WireStatus =>
  wireStatus(status.INVALID_ARGUMENT, 'BadRequest', new BadRequest().setMessage(message));
