import { Server, ServerCredentials } from '@grpc/grpc-js';
import { appendHandler } from '../append/append.js';
import { batchAppendHandler } from '../append/batch-append.js';
import { FaultyAppends } from '../append/faulty-appends.js';
import { deleteHandler, tombstoneHandler } from '../delete/delete.js';
import { ServedStreams } from '../protocol/outgoing.js';
import { GossipService, ServerFeaturesService } from '../protocol/services.js';
import { readHandler, type Reading } from '../read/read.js';
import { Connections } from './connections.js';
import { featuresHandler } from './features.js';
import { gossipHandler, type Address } from './gossip.js';

/** The real server takes messages as large as its log records may be, and a client may send 3 MiB at once. */
const MAX_MESSAGE_BYTES = 17 * 1_024 * 1_024;

/** How long calls that nobody answers may hold up a server that stops. */
const GRACE_MS = 300;

/** What the connection is encrypted with, PEM. */
export interface TlsKeys {
  readonly certificate: Buffer;
  readonly key: Buffer;
}

/** A gRPC server that answers. Services that are not stood in for answer UNIMPLEMENTED. */
export interface GrpcServer {
  readonly port: number;
  readonly connections: Connections;
  close(): Promise<void>;
}

/** Serves on a port, 0 for any free one. */
export async function serveGrpc(
  { host, port }: Address,
  tls: TlsKeys | undefined,
  reading: Reading,
): Promise<GrpcServer> {
  const { gate, store, faults } = reading;
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  });
  const injector = server.createConnectionInjector(
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ cert_chain: tls.certificate, private_key: tls.key }]),
  );
  const connections = new Connections((socket) => injector.injectConnection(socket));
  const appends = new FaultyAppends(store, faults, (peer) => connections.cut(peer));
  server.addService(ServedStreams, {
    read: readHandler(reading),
    append: appendHandler(gate, appends),
    batchAppend: batchAppendHandler(gate, appends),
    delete: deleteHandler(gate, store),
    tombstone: tombstoneHandler(gate, store),
  });
  let listening = port;
  server.addService(ServerFeaturesService, { getSupportedMethods: featuresHandler(gate, faults) });
  server.addService(GossipService, { read: gossipHandler(gate, () => ({ host, port: listening })) });
  listening = await connections.listen(host, port);
  return {
    port: listening,
    connections,
    close: async () => {
      injector.drain(GRACE_MS);
      await connections.close(GRACE_MS);
      injector.destroy();
      server.forceShutdown();
    },
  };
}
