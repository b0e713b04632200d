import { randomUUID } from 'node:crypto';
import { Metadata, credentials, status, type ClientDuplexStream } from '@grpc/grpc-js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { GoogleEmpty } from '../protocol/messages.js';
import { streamIdentifier, streamNameOf } from '../protocol/stream-identifier.js';
import { wireUuid } from '../protocol/uuid.js';
import { startEventStoreStandIn, type RunningEventStore, type StandInOptions } from '../../testing/start.js';
import { until } from '../../testing/wire.js';

type Options = BatchAppendReq.Options;

// What clients can send on one call of `BatchAppend`, and the one for Node does not.
describe('appends on one call', () => {
  let standIn: RunningEventStore;
  let client: InstanceType<typeof streamsGrpc.StreamsClient>;
  let call: ClientDuplexStream<BatchAppendReq, BatchAppendResp>;
  let replies: BatchAppendResp[] = [];
  let outcome: Promise<{ code: status }>;

  async function open(options: StandInOptions = {}, metadata = new Metadata()): Promise<void> {
    standIn = await startEventStoreStandIn(options);
    client = new streamsGrpc.StreamsClient(new URL(standIn.url).host, credentials.createInsecure());
    call = client.batchAppend(metadata);
    replies = [];
    call.on('data', (reply: BatchAppendResp) => replies.push(reply));
    outcome = new Promise((resolve) => {
      call.on('status', resolve);
      call.on('error', () => undefined);
    });
  }
  afterEach(async () => {
    call.cancel();
    client.close();
    await standIn.close();
  });

  function message(type = 'T'): BatchAppendReq.ProposedMessage {
    const made = new streams.BatchAppendReq.ProposedMessage();
    made.setId(wireUuid(randomUUID()));
    made.getMetadataMap().set('type', type).set('content-type', 'application/json');
    made.setData(Buffer.from('{}'));
    return made;
  }

  function options(stream: string, change: (made: Options) => void = () => undefined): Options {
    const made = new streams.BatchAppendReq.Options();
    made.setStreamIdentifier(streamIdentifier(stream));
    made.setAny(new GoogleEmpty());
    change(made);
    return made;
  }

  interface Part {
    readonly options?: Options;
    readonly messages?: readonly BatchAppendReq.ProposedMessage[];
    readonly isFinal?: boolean;
  }

  function send(id: string, { options: made, messages = [message()], isFinal = true }: Part): void {
    const request = new streams.BatchAppendReq();
    request.setCorrelationId(wireUuid(id));
    if (made !== undefined) request.setOptions(made);
    request.setProposedMessagesList([...messages]);
    request.setIsFinal(isFinal);
    call.write(request);
  }

  /** The reply under a correlation id. */
  async function replyTo(id: string): Promise<BatchAppendResp> {
    const find = () => replies.find((reply) => reply.getCorrelationId()?.getString() === id);
    await until(() => find() !== undefined);
    return find() ?? Promise.reject(new Error('There is no reply.'));
  }

  it('are answered each under its own id, with the name of its stream', async () => {
    await open();
    const ids = [randomUUID(), randomUUID()];
    ids.forEach((id, index) => send(id, { options: options(`orders-${String(index)}`) }));
    for (const [index, id] of ids.entries()) {
      const reply = await replyTo(id);
      expect(streamNameOf(reply.getStreamIdentifier())).toBe(`orders-${String(index)}`);
      expect(reply.getSuccess()?.getCurrentRevision()).toBe('0');
    }
  });

  it('may come in parts, which are written together when the last one is there', async () => {
    await open();
    const [one, two] = [randomUUID(), randomUUID()];
    send(one, { options: options('orders-1'), messages: [message('A')], isFinal: false });
    send(two, { options: options('orders-2') });
    await replyTo(two);
    expect(await standIn.control.streams('orders-1')).toEqual([]);
    send(one, { messages: [message('B'), message('C')] });
    expect((await replyTo(one)).getSuccess()?.getCurrentRevision()).toBe('2');
  });

  it('that never began are passed over', async () => {
    await open();
    const known = randomUUID();
    send(randomUUID(), {});
    send(known, { options: options('orders-1') });
    await replyTo(known);
    expect(replies).toHaveLength(1);
  });

  it.each<[string, (made: Options) => void, string]>([
    ['without a stream', (made) => made.setStreamIdentifier(undefined), 'BadRequest'],
    ['without what they expect', (made) => made.clearAny(), 'BadRequest'],
    ['whose time is up', (made) => made.setDeadline(new Timestamp()), 'Timeout'],
  ])('%s are refused', async (_, change, name) => {
    await open();
    const id = randomUUID();
    send(id, { options: options('orders-1', change) });
    const error = (await replyTo(id)).getError();
    expect(error?.getMessage()).toBe(name);
    expect(error?.getDetails()?.getTypeName()).toBe(`event_store.client.${name}`);
    expect(await standIn.control.streams('orders-')).toEqual([]);
  });

  it('with an event that has no type are refused, those after them are not', async () => {
    await open();
    const [bad, good] = [randomUUID(), randomUUID()];
    const untyped = message();
    untyped.getMetadataMap().del('type');
    send(bad, { options: options('orders-1'), messages: [untyped] });
    send(good, { options: options('orders-1') });
    expect((await replyTo(bad)).getError()?.getCode()).toBe(status.INVALID_ARGUMENT);
    expect((await replyTo(good)).hasSuccess()).toBe(true);
  });

  it('that are in time are written', async () => {
    await open();
    const id = randomUUID();
    const inAMinute = Timestamp.fromDate(new Date(Date.now() + 60_000));
    send(id, { options: options('orders-1', (made) => made.setDeadline(inAMinute)) });
    expect((await replyTo(id)).hasSuccess()).toBe(true);
  });

  it('end well when the client has sent all, behind the last reply', async () => {
    await open();
    const id = randomUUID();
    send(id, { options: options('orders-1') });
    call.end();
    expect((await outcome).code).toBe(status.OK);
    expect(replies).toHaveLength(1);
  });

  it('fail together where one is refused because this is not the leader', async () => {
    await open();
    await standIn.control.addFault({ kind: 'not-leader', host: 'other', port: 2113 });
    send(randomUUID(), { options: options('orders-1') });
    expect((await outcome).code).toBe(status.NOT_FOUND);
  });

  const basic = (text: string): Metadata => {
    const metadata = new Metadata();
    metadata.set('authorization', `Basic ${Buffer.from(text).toString('base64')}`);
    return metadata;
  };
  const users = [{ name: 'svc', password: 'pass', groups: [] }];

  it('are refused one by one where their caller may not append', async () => {
    await open({ users }, basic('svc:pass'));
    const [denied, allowed] = [randomUUID(), randomUUID()];
    send(denied, { options: options('$settings') });
    send(allowed, { options: options('orders-1') });
    expect((await replyTo(denied)).getError()?.getMessage()).toBe('AccessDenied');
    expect((await replyTo(allowed)).hasSuccess()).toBe(true);
  });

  it('fail at once where their caller is not who they say', async () => {
    await open({ users }, basic('svc:guess'));
    expect((await outcome).code).toBe(status.UNAUTHENTICATED);
  });
});
