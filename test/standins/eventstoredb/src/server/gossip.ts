import { randomUUID } from 'node:crypto';
import type { handleUnaryCall } from '@grpc/grpc-js';
import type { ClusterInfo as Reply } from '@eventstore/db-client/generated/gossip_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import { ClusterInfo, EndPoint, MemberInfo } from '../protocol/messages.js';
import { wireUuid } from '../protocol/uuid.js';
import type { CallGate } from './call-gate.js';

/** Where clients reach this server. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `Gossip.Read`: a cluster of one node, which leads it. */
export function gossipHandler(gate: CallGate, address: () => Address): handleUnaryCall<Empty, Reply> {
  const instanceId = randomUUID();
  return (_call, callback) => {
    gate.count('gossip');
    const { host, port } = address();
    const member = new MemberInfo()
      .setInstanceId(wireUuid(instanceId))
      .setTimeStamp(String(BigInt(Date.now()) * 10_000n))
      .setState(MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new EndPoint().setAddress(host).setPort(port));
    callback(null, new ClusterInfo().setMembersList([member]));
  };
}
