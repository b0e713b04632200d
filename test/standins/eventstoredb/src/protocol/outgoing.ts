import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { MethodDefinition } from '@grpc/grpc-js';
import type { RecordedEvent } from '../log/domain/recorded-event.js';
import { eventReply } from './read-reply.js';
import { StreamsService } from './services.js';

/** What is written to a call that reads: a message, or the bytes of one. */
export type Outgoing = ReadResp | Buffer;

const { read } = StreamsService;
const bytesOf = new WeakMap<RecordedEvent, Buffer>();

/** The reply that carries an event. An event never changes, so it is made once for all who read it. */
export function outgoingEvent(event: RecordedEvent): Outgoing {
  const known = bytesOf.get(event);
  if (known !== undefined) return known;
  const bytes = read.responseSerialize(eventReply(event));
  bytesOf.set(event, bytes);
  return bytes;
}

/** `Streams.Read`, which takes replies that are bytes already. */
const readOutgoing: MethodDefinition<ReadReq, Outgoing> = {
  ...read,
  responseSerialize: (reply: Outgoing) => (Buffer.isBuffer(reply) ? reply : read.responseSerialize(reply)),
  responseDeserialize: read.responseDeserialize,
};

/** The service of streams as it is served. */
export const ServedStreams = { ...StreamsService, read: readOutgoing };
