/** The messages and services of EventStoreDB's gRPC API, as they ship with its client for Node. */
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';

export const { ClusterInfo, EndPoint, MemberInfo } = gossip;
export const { SupportedMethod, SupportedMethods } = features;
export const { Empty, StreamIdentifier, UUID } = shared;
export const {
  AccessDenied,
  AllStreamPosition,
  BadRequest,
  MaximumAppendSizeExceeded,
  StreamDeleted,
  Timeout,
  WrongExpectedVersion,
} = shared;
export const { Status } = status;
export const { AppendResp, BatchAppendResp, DeleteResp, ReadResp, TombstoneResp } = streams;
export const { Any } = any;
export const GoogleEmpty = empty.Empty;
