/** The services of EventStoreDB's gRPC API, as they ship with its client for Node. */
import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_grpc_pb.js';

export const { GossipService } = gossip;
export const { ServerFeaturesService } = features;
export const { StreamsService } = streams;
