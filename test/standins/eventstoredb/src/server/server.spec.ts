import { credentials, status } from '@grpc/grpc-js';
import { jsonEvent } from '@eventstore/db-client';
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { allOf, connect, rejectionOf, startWire, until, type Wire } from '../../testing/wire.js';
import { Empty } from '../protocol/messages.js';
import { SERVER_VERSION } from './features.js';

describe('the server', () => {
  let wire: Wire;
  beforeAll(async () => {
    wire = await startWire();
  });
  afterAll(() => wire.close());

  it('says what it can do, in the words by which the client chooses its ways', async () => {
    const probe = new serverFeatures.ServerFeaturesClient(
      new URL(wire.standIn.url).host,
      credentials.createInsecure(),
    );
    const features = await new Promise<SupportedMethods>((resolve, reject) =>
      probe.getSupportedMethods(new Empty(), (error, reply) =>
        error === null ? resolve(reply) : reject(error),
      ),
    );
    probe.close();
    expect(features.getEventStoreServerVersion()).toBe(SERVER_VERSION);
    const listed = features.getMethodsList().map((one) => `/${one.getServiceName()}/${one.getMethodName()}`);
    const wanted = Object.values(streamsGrpc.StreamsService).map(({ path }) => path.toLowerCase());
    expect(listed).toEqual(expect.arrayContaining(wanted));
    const read = features.getMethodsList().find((one) => one.getMethodName() === 'read');
    expect(read?.getFeaturesList()).toEqual(['position', 'events']);
  });

  it('is found by discovery, as the leader of a cluster of one', async () => {
    const url = wire.standIn.url.replace('esdb://', 'esdb+discover://');
    const client = connect(url, '&nodePreference=leader');
    await client.appendToStream('found', jsonEvent({ type: 'T', data: {} }));
    expect(await allOf(client.readStream('found'))).toHaveLength(1);
    expect((await wire.standIn.control.state()).calls.gossip).toBeGreaterThan(0);
    await client.dispose();
  });

  it('says that it does not do what it does not stand in for', async () => {
    for (const call of [wire.client.listProjections(), wire.client.disableProjection('any')])
      expect(await rejectionOf(call)).toMatchObject({ code: status.UNIMPLEMENTED });
  });

  it('forgets connections that are gone', async () => {
    await wire.client.appendToStream('a', jsonEvent({ type: 'T', data: {} }));
    expect((await wire.standIn.control.state()).connections).toBeGreaterThan(0);
    await wire.standIn.control.cutConnections();
    await until(async () => (await wire.standIn.control.state()).connections === 0);
  });
});
