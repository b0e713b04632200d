import { status } from '@grpc/grpc-js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import fc from 'fast-check';
import { TOMBSTONE_REVISION, revisionText } from '../log/domain/recorded-event.js';
import { recordedEvent } from '../../testing/an-event.js';
import { expectedRevisionOf, expectedVersionNumber } from './expected-revision-of.js';
import { Empty } from './messages.js';
import { ServedStreams, outgoingEvent } from './outgoing.js';
import {
  caughtUpReply,
  checkpointReply,
  confirmationReply,
  eventReply,
  streamNotFoundReply,
} from './read-reply.js';
import * as errors from './rpc-error.js';
import { streamIdentifier, streamNameOf } from './stream-identifier.js';
import { uuidTextOf, wireUuid } from './uuid.js';

describe('a UUID on the wire', () => {
  it('is read as it was written, in lower case', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(uuidTextOf(wireUuid(uuid))).toBe(uuid);
        expect(uuidTextOf(wireUuid(uuid.toUpperCase()))).toBe(uuid);
      }),
    );
  });

  it('may be two numbers', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const hex = uuid.replaceAll('-', '');
        const half = (from: number): string =>
          String(BigInt.asIntN(64, BigInt(`0x${hex.slice(from, from + 16)}`)));
        const structured = new shared.UUID.Structured();
        structured.setMostSignificantBits(half(0));
        structured.setLeastSignificantBits(half(16));
        expect(uuidTextOf(new shared.UUID().setStructured(structured))).toBe(uuid);
      }),
    );
  });

  it.each(['', 'nonsense', '00000000-0000-0000-0000-000000000000', '{6b2b4a1e-9a7c-4d0e-8a39-0d5e4c6a7f10}'])(
    'is not %j',
    (text) => {
      expect(uuidTextOf(wireUuid(text))).toBeUndefined();
    },
  );

  it('may be missing', () => {
    expect(uuidTextOf(undefined)).toBeUndefined();
  });
});

describe('a stream on the wire', () => {
  it('has any name', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (name) => {
        expect(streamNameOf(streamIdentifier(name))).toBe(name);
      }),
    );
  });

  it('must have one', () => {
    expect(streamNameOf(undefined)).toBeUndefined();
    expect(streamNameOf(new shared.StreamIdentifier())).toBeUndefined();
  });
});

describe('what a request expects', () => {
  const options = () => new streams.DeleteReq.Options();

  it.each([
    [options().setAny(new Empty()), { kind: 'any' }, -2],
    [options().setNoStream(new Empty()), { kind: 'no-stream' }, -1],
    [options().setStreamExists(new Empty()), { kind: 'stream-exists' }, -4],
    [options().setRevision('12'), { kind: 'revision', revision: 12 }, 12],
    [options().setRevision('0'), { kind: 'revision', revision: 0 }, 0],
  ])('is read from it, and has the number by which errors name it', (made, expected, number) => {
    expect(expectedRevisionOf(made)).toEqual(expected);
    expect(expectedVersionNumber(expectedRevisionOf(made))).toBe(number);
  });

  it('must be said', () => {
    expect(() => expectedRevisionOf(options())).toThrow(
      expect.objectContaining({ code: status.INVALID_ARGUMENT }) as Error,
    );
  });
});

describe('an event on the wire', () => {
  const event = recordedEvent({
    position: 500,
    revision: 3,
    createdMs: 1_767_225_600_123,
    metadata: Buffer.from('m'),
  });

  it('says everything of it; times are tenths of a microsecond since 1970', () => {
    const recorded = eventReply(event).getEvent()?.getEvent();
    expect(recorded?.getId()?.getString()).toBe(event.id);
    expect(streamNameOf(recorded?.getStreamIdentifier())).toBe('orders-1');
    expect(recorded?.getStreamRevision()).toBe('3');
    expect([recorded?.getCommitPosition(), recorded?.getPreparePosition()]).toEqual(['500', '500']);
    expect(Object.fromEntries(recorded?.getMetadataMap().toArray() ?? [])).toEqual({
      type: 'Happened',
      created: '17672256001230000',
      'content-type': 'application/json',
    });
    expect(Buffer.from(recorded?.getData_asU8() ?? []).toString()).toBe('{"a":1}');
    expect(Buffer.from(recorded?.getCustomMetadata_asU8() ?? []).toString()).toBe('m');
  });

  it('that is no JSON is bytes', () => {
    const recorded = eventReply({ ...event, isJson: false })
      .getEvent()
      ?.getEvent();
    expect(recorded?.getMetadataMap().get('content-type')).toBe('application/octet-stream');
  });

  it('that is a tombstone has the highest number', () => {
    const recorded = eventReply({ ...event, revision: TOMBSTONE_REVISION })
      .getEvent()
      ?.getEvent();
    expect(recorded?.getStreamRevision()).toBe('9223372036854775807');
    expect(revisionText(12)).toBe('12');
  });

  it('is encoded once, and the same as its message', () => {
    const bytes = outgoingEvent(event);
    expect(outgoingEvent(event)).toBe(bytes);
    const { responseSerialize } = ServedStreams.read;
    expect(responseSerialize(bytes)).toEqual(Buffer.from(eventReply(event).serializeBinary()));
    expect(responseSerialize(caughtUpReply())).toEqual(Buffer.from(caughtUpReply().serializeBinary()));
  });
});

describe('what else a reader is told', () => {
  it('is one thing in each message', () => {
    expect(streamNameOf(streamNotFoundReply('s').getStreamNotFound()?.getStreamIdentifier())).toBe('s');
    expect(confirmationReply('id').getConfirmation()?.getSubscriptionId()).toBe('id');
    const checkpoint = checkpointReply({ commit: 7, prepare: 0 }).getCheckpoint();
    expect([checkpoint?.getCommitPosition(), checkpoint?.getPreparePosition()]).toEqual(['7', '0']);
    expect(caughtUpReply().hasCaughtUp()).toBe(true);
  });
});

describe('an error', () => {
  it.each([
    [errors.accessDenied(), status.PERMISSION_DENIED, 'access-denied'],
    [errors.notLeader('h', 1), status.NOT_FOUND, 'not-leader'],
    [errors.streamDeleted('s'), status.FAILED_PRECONDITION, 'stream-deleted'],
    [errors.wrongExpectedVersion('Delete', 's', 1, 2), status.FAILED_PRECONDITION, 'wrong-expected-version'],
    [errors.maximumAppendSizeExceeded(9), status.INVALID_ARGUMENT, 'maximum-append-size-exceeded'],
    [errors.metadataPropertyMissing('type'), status.INVALID_ARGUMENT, 'missing-required-metadata-property'],
  ])('is known by its trailer: %s', (error, code, exception) => {
    expect(error.code).toBe(code);
    expect(error.metadata.get('exception')).toEqual([exception]);
    expect(error.details).toBe(error.message);
  });

  it.each([
    [errors.unauthenticated(), status.UNAUTHENTICATED],
    [errors.notReady(), status.UNAVAILABLE],
    [errors.invalidPosition(), status.INVALID_ARGUMENT],
    [errors.unforeseen(), status.UNKNOWN],
  ])('or by its code alone: %s', (error, code) => {
    expect(error.code).toBe(code);
    expect(error.metadata.get('exception')).toEqual([]);
  });

  it('names a stream in trailers as far as they can carry it', () => {
    expect(errors.streamDeleted('bestellung-ß').metadata.get('stream-name')).toEqual(['bestellung-?']);
    expect(errors.streamDeleted('bestellung-ß').message).toContain('ß');
  });
});
