import shared from '@eventstore/db-client/generated/shared_pb.js';
import { status } from '@grpc/grpc-js';
import type { ExpectedRevision } from '../store/domain/append-decision.js';
import { successReply, wrongExpectedVersionReply } from './append-reply.js';
import {
  accessDeniedStatus,
  badRequestStatus,
  streamDeletedStatus,
  timeoutStatus,
  tooLargeStatus,
  wrongExpectedVersionStatus,
} from './batch-status.js';
import { MAX_APPEND_BYTES } from './proposed.js';

const EXPECTED: readonly ExpectedRevision[] = [
  { kind: 'any' },
  { kind: 'no-stream' },
  { kind: 'stream-exists' },
  { kind: 'revision', revision: 7 },
];

describe('the reply to an append', () => {
  it('says where its last event lies', () => {
    const success = successReply({ kind: 'written', lastRevision: 3, position: 500 }).getSuccess();
    expect(success?.getCurrentRevision()).toBe('3');
    expect(success?.getPosition()?.getCommitPosition()).toBe('500');
    expect(success?.getPosition()?.getPreparePosition()).toBe('500');
  });

  it('says that there is no stream where nothing was written to none', () => {
    const success = successReply({ kind: 'written', lastRevision: -1, position: 500 }).getSuccess();
    expect(success?.hasNoStream()).toBe(true);
    expect(success?.hasCurrentRevision()).toBe(false);
  });

  it.each(EXPECTED)('repeats what was expected: %j', (expected) => {
    const wrong = wrongExpectedVersionReply(expected, 4).getWrongExpectedVersion();
    expect(wrong?.getCurrentRevision()).toBe('4');
    expect([
      wrong?.hasExpectedAny(),
      wrong?.hasExpectedNoStream(),
      wrong?.hasExpectedStreamExists(),
      wrong?.hasExpectedRevision(),
    ]).toEqual(EXPECTED.map(({ kind }) => kind === expected.kind));
    if (expected.kind === 'revision') expect(wrong?.getExpectedRevision()).toBe('7');
  });

  it('says that there is no stream where it was expected', () => {
    const wrong = wrongExpectedVersionReply({ kind: 'stream-exists' }, -1).getWrongExpectedVersion();
    expect(wrong?.hasCurrentNoStream()).toBe(true);
    expect(wrong?.hasCurrentRevision()).toBe(false);
  });
});

describe('the status of an append among others', () => {
  it.each(EXPECTED)('repeats what was expected: %j', (expected) => {
    const made = wrongExpectedVersionStatus(expected, 4);
    expect(made.getCode()).toBe(status.ALREADY_EXISTS);
    const detail = made
      .getDetails()
      ?.unpack(
        (bytes) => shared.WrongExpectedVersion.deserializeBinary(bytes),
        'event_store.client.WrongExpectedVersion',
      );
    expect(detail?.getCurrentStreamRevision()).toBe('4');
    expect([
      detail?.hasExpectedAny(),
      detail?.hasExpectedNoStream(),
      detail?.hasExpectedStreamExists(),
      detail?.hasExpectedStreamPosition(),
    ]).toEqual(EXPECTED.map(({ kind }) => kind === expected.kind));
  });

  it.each([
    [streamDeletedStatus('s'), status.NOT_FOUND, 'StreamDeleted'],
    [accessDeniedStatus(), status.PERMISSION_DENIED, 'AccessDenied'],
    [timeoutStatus(), status.DEADLINE_EXCEEDED, 'Timeout'],
    [tooLargeStatus(), status.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded'],
    [badRequestStatus('why'), status.INVALID_ARGUMENT, 'BadRequest'],
  ])('has a code, a name and a detail of that name', (made, code, name) => {
    expect(made.getCode()).toBe(code);
    expect(made.getMessage()).toBe(name);
    expect(made.getDetails()?.getTypeName()).toBe(`event_store.client.${name}`);
  });

  it('says how much may be appended', () => {
    const detail = tooLargeStatus()
      .getDetails()
      ?.unpack(
        (bytes) => shared.MaximumAppendSizeExceeded.deserializeBinary(bytes),
        'event_store.client.MaximumAppendSizeExceeded',
      );
    expect(detail?.getMaxappendsize()).toBe(MAX_APPEND_BYTES);
  });
});
