import { setTimeout as delay } from 'node:timers/promises';
import type { handleServerStreamingCall } from '@grpc/grpc-js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { Outgoing } from '../protocol/outgoing.js';
import type { Faults } from '../fault/faults.js';
import type { CallGate } from '../server/call-gate.js';
import type { Store } from '../store/store.js';
import { readAll } from './read-all.js';
import { readQueryOf, type ReadQuery } from './read-request.js';
import { readStream } from './read-stream.js';
import { ReplySink, type ReadCall } from './reply-sink.js';
import { subscribeToAll } from './subscribe-to-all.js';
import { subscribeToStream } from './subscribe-to-stream.js';
import type { Subscriptions } from './subscriptions.js';

/** What reading needs. */
export interface Reading {
  readonly store: Store;
  readonly faults: Faults;
  readonly gate: CallGate;
  readonly subscriptions: Subscriptions;
}

/** `Streams.Read`: reads and subscriptions. */
export function readHandler(reading: Reading): handleServerStreamingCall<ReadReq, Outgoing> {
  return (call) => {
    serve(call, reading).then(
      () => call.end(),
      (error: unknown) => call.emit('error', error),
    );
  };
}

async function serve(call: ReadCall, reading: Reading): Promise<void> {
  const { gate, faults } = reading;
  const user = gate.identify(call.metadata);
  const query = readQueryOf(call.request);
  const name = query.target.kind === 'all' ? '$all' : query.target.stream;
  gate.count(query.count === undefined ? 'subscribe' : 'read');
  gate.allow(user, 'read', name);
  const slow = faults.take(['slow'], name);
  if (slow !== undefined) await delay(slow.delayMs);
  const sink = new ReplySink(call, reading.store.changed);
  if (query.count === undefined) await subscribe(query, reading, sink, name);
  else await read(query, query.count, reading, sink);
}

async function read(
  { target, direction }: ReadQuery,
  count: number,
  { store }: Reading,
  sink: ReplySink,
): Promise<void> {
  if (target.kind === 'stream') await readStream(store, sink, { ...target, direction, count });
  else await readAll(store, sink, { ...target, direction, count });
}

async function subscribe(
  { target }: ReadQuery,
  { store, subscriptions }: Reading,
  sink: ReplySink,
  name: string,
): Promise<void> {
  await subscriptions.run(name, sink, (subscription) =>
    target.kind === 'stream'
      ? subscribeToStream(store, subscription, target)
      : subscribeToAll(store, subscription, target),
  );
}
