import { randomUUID } from 'node:crypto';
import { Metadata, credentials, status, type ServiceError } from '@grpc/grpc-js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { Empty } from '../protocol/messages.js';
import { streamIdentifier } from '../protocol/stream-identifier.js';
import { wireUuid } from '../protocol/uuid.js';
import { startEventStoreStandIn, type RunningEventStore } from '../../testing/start.js';

type Proposed = AppendReq.ProposedMessage;

function proposal(change: (message: Proposed) => void): Proposed {
  const message = new streams.AppendReq.ProposedMessage();
  message.setId(wireUuid(randomUUID()));
  message.getMetadataMap().set('type', 'T').set('content-type', 'application/json');
  change(message);
  return message;
}

describe('an append that no client should send', () => {
  let standIn: RunningEventStore;
  let client: InstanceType<typeof streamsGrpc.StreamsClient>;
  beforeAll(async () => {
    standIn = await startEventStoreStandIn();
    client = new streamsGrpc.StreamsClient(new URL(standIn.url).host, credentials.createInsecure());
  });
  afterAll(async () => {
    client.close();
    await standIn.close();
  });

  function failure(...messages: readonly AppendReq[]): Promise<ServiceError | null> {
    return new Promise((resolve) => {
      const call = client.append(new Metadata(), (error) => resolve(error));
      for (const message of messages) call.write(message);
      call.end();
    });
  }

  const options = (): AppendReq => {
    const header = new streams.AppendReq.Options().setStreamIdentifier(streamIdentifier('orders-1'));
    return new streams.AppendReq().setOptions(header.setAny(new Empty()));
  };
  const message = (change: (message: Proposed) => void): AppendReq =>
    new streams.AppendReq().setProposedMessage(proposal(change));

  it.each([
    ['without a type', (one: Proposed) => one.getMetadataMap().del('type'), 'type'],
    ['without a content type', (one: Proposed) => one.getMetadataMap().del('content-type'), 'content-type'],
  ])('%s is refused by name', async (_, change, property) => {
    const error = await failure(options(), message(change));
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
    expect(error?.details).toBe(`Required Metadata Property '${property}' is missing`);
    expect(error?.metadata.get('exception')).toEqual(['missing-required-metadata-property']);
  });

  it.each([
    ['without an id', (one: Proposed) => one.clearId()],
    ['with an id that is none', (one: Proposed) => one.setId(wireUuid('no-uuid'))],
    ['with the id of zeros', (one: Proposed) => one.setId(wireUuid('00000000-0000-0000-0000-000000000000'))],
    ['with an empty type', (one: Proposed) => one.getMetadataMap().set('type', '')],
  ])('%s fails as the real server does', async (_, change) => {
    const error = await failure(
      options(),
      message((one) => void change(one)),
    );
    expect(error?.code).toBe(status.UNKNOWN);
    expect(error?.details).toBe('Exception was thrown by handler.');
  });

  it('without what it expects is refused', async () => {
    const header = new streams.AppendReq.Options().setStreamIdentifier(streamIdentifier('orders-1'));
    const error = await failure(new streams.AppendReq().setOptions(header));
    expect(error?.code).toBe(status.INVALID_ARGUMENT);
  });

  it.each([
    ['nothing', () => []],
    ['an event first', () => [message(() => undefined)]],
    ['its options twice', () => [options(), options()]],
  ])('of %s fails', async (_, messages) => {
    expect((await failure(...messages()))?.code).toBe(status.UNKNOWN);
  });

  it('writes nothing', async () => {
    expect(await standIn.control.streams('orders-')).toEqual([]);
  });
});
