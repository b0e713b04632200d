import type { handleUnaryCall } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import type { SupportedMethods as Reply } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import type { Faults } from '../fault/faults.js';
import { SupportedMethod, SupportedMethods } from '../protocol/messages.js';
import { RpcError } from '../protocol/rpc-error.js';
import type { CallGate } from './call-gate.js';

/** The version that the stand-in says it is; the replies are shaped after its sources. */
export const SERVER_VERSION = '24.10.4';

const PREFIX = 'event_store.client.';

/** What the real server lists (ServerFeatures.cs), reduced to what is stood in for: names in lower case. */
const METHODS: readonly (readonly [service: string, method: string, ...features: readonly string[]])[] = [
  ['streams.streams', 'read', 'position', 'events'],
  ['streams.streams', 'append'],
  ['streams.streams', 'delete'],
  ['streams.streams', 'tombstone'],
  ['streams.streams', 'batchappend', 'deadline_duration'],
  ['gossip.gossip', 'read'],
  ['server_features.serverfeatures', 'getsupportedmethods'],
];

/** `ServerFeatures.GetSupportedMethods`, by which a client chooses how to ask for things. */
export function featuresHandler(gate: CallGate, faults: Faults): handleUnaryCall<Empty, Reply> {
  return (_call, callback) => {
    gate.count('features');
    if (faults.take(['deny-features'], '') !== undefined) {
      callback(new RpcError(status.PERMISSION_DENIED, 'Access Denied'));
      return;
    }
    const methods = METHODS.map(([service, method, ...features]) => {
      const supported = new SupportedMethod();
      supported.setServiceName(PREFIX + service);
      supported.setMethodName(method);
      supported.setFeaturesList([...features]);
      return supported;
    });
    const reply = new SupportedMethods();
    reply.setMethodsList(methods);
    reply.setEventStoreServerVersion(SERVER_VERSION);
    callback(null, reply);
  };
}
