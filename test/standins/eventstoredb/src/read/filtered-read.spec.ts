import { credentials, status, type ServiceError } from '@grpc/grpc-js';
import { jsonEvent } from '@eventstore/db-client';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { Empty } from '../protocol/messages.js';
import { streamIdentifier, streamNameOf } from '../protocol/stream-identifier.js';
import { startWire, type Wire } from '../../testing/wire.js';

const { Options } = streams.ReadReq;

// The client for Node cannot read everything with a filter, nor say what the server refuses; its messages can.
describe('a read in messages', () => {
  let wire: Wire;
  let client: InstanceType<typeof streamsGrpc.StreamsClient>;

  beforeAll(async () => {
    wire = await startWire();
    client = new streamsGrpc.StreamsClient(new URL(wire.standIn.url).host, credentials.createInsecure());
    for (const [stream, type] of [
      ['orders-1', 'Placed'],
      ['parcels-1', 'Sent'],
      ['orders-2', 'Paid'],
    ] as const)
      await wire.client.appendToStream(stream, jsonEvent({ type, data: {} }));
  });
  afterAll(async () => {
    client.close();
    await wire.close();
  });

  function options(): ReadReq.Options {
    return new Options()
      .setAll(new Options.AllOptions().setStart(new Empty()))
      .setUuidOption(new Options.UUIDOption().setString(new Empty()))
      .setCount('100')
      .setNoFilter(new Empty());
  }

  function read(asked: ReadReq.Options): Promise<ReadResp[]> {
    return new Promise((resolve, reject) => {
      const replies: ReadResp[] = [];
      const call = client.read(new streams.ReadReq().setOptions(asked));
      call.on('data', (reply: ReadResp) => replies.push(reply));
      call.on('end', () => resolve(replies));
      call.on('error', reject);
    });
  }

  async function refusal(asked: ReadReq.Options): Promise<ServiceError> {
    return read(asked).then(
      () => Promise.reject(new Error('It was not refused.')),
      (error: ServiceError) => error,
    );
  }

  function filter(change: (filter: ReadReq.Options.FilterOptions) => void): ReadReq.Options.FilterOptions {
    const made = new Options.FilterOptions();
    made.setCount(new Empty());
    made.setCheckpointintervalmultiplier(1);
    change(made);
    return made;
  }

  const expression = (...prefixes: string[]) =>
    new Options.FilterOptions.Expression().setPrefixList(prefixes);
  const streamsOf = (replies: readonly ReadResp[]) =>
    replies.map((reply) => streamNameOf(reply.getEvent()?.getEvent()?.getStreamIdentifier()));

  it('shows the streams whose names begin so, in both directions', async () => {
    const wanted = filter((one) => one.setStreamIdentifier(expression('orders-')));
    expect(streamsOf(await read(options().setFilter(wanted)))).toEqual(['orders-1', 'orders-2']);
    const backwards = options().setFilter(wanted).setReadDirection(1);
    backwards.setAll(new Options.AllOptions().setEnd(new Empty()));
    expect(streamsOf(await read(backwards))).toEqual(['orders-2', 'orders-1']);
  });

  it('shows the types that match, through a window smaller than the log', async () => {
    const pattern = new Options.FilterOptions.Expression().setRegex('^(Sent|Paid)$');
    const wanted = filter((one) => {
      one.setEventType(pattern);
      one.setMax(1);
    });
    expect(streamsOf(await read(options().setFilter(wanted)))).toEqual(['parcels-1', 'orders-2']);
  });

  it('says the position of an event also in a read of its stream', async () => {
    const ofStream = new Options.StreamOptions().setStreamIdentifier(streamIdentifier('orders-1'));
    const [reply] = await read(options().setStream(ofStream.setStart(new Empty())));
    const event = reply?.getEvent();
    expect(event?.getCommitPosition()).toBe(event?.getEvent()?.getCommitPosition());
    expect(Number(event?.getCommitPosition())).toBeGreaterThan(0);
  });

  it.each<[string, () => ReadReq.Options]>([
    ['how ids are written', () => options().setUuidOption(undefined)],
    ['what is read', () => options().setAll(undefined)],
    ['how far a filter looks', () => options().setFilter(filter((one) => one.clearCount()))],
    ['what a filter looks at', () => options().setFilter(filter(() => undefined))],
    [
      'forwards for a subscription',
      () => options().setSubscription(new Options.SubscriptionOptions()).setReadDirection(1),
    ],
  ])('is refused where it does not say %s', async (_, asked) => {
    expect((await refusal(asked())).code).toBe(status.INVALID_ARGUMENT);
  });

  it('of no events fails as the real server does', async () => {
    expect((await refusal(options().setCount('0'))).code).toBe(status.UNKNOWN);
  });
});
