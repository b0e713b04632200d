import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { jest } from '@jest/globals';
import type { Fault } from '../../../test/standins/eventstoredb/testing/index.js';
import { AppendRefused, OutcomeUnknown } from '../errors.js';
import { collect } from '../testing/collect.js';
import { newEvent, newEvents, uniqueName } from '../testing/new-events.js';
import { openStandIn, type OpenedStandIn } from './testing/open-stand-in.js';

const BEGIN = { expectedRevision: 'no-stream' } as const;

describe('An append over the wire', () => {
  let opened: OpenedStandIn;
  const stored = async (stream: string) => (await collect(opened.store.read(stream))).map(({ id }) => id);

  beforeEach(async () => {
    opened = await openStandIn({ appendTimeoutMs: 1_000 });
  });
  afterEach(() => opened.close());

  it('never takes the way of batches, nor asks what the server can do', async () => {
    const batches = jest.spyOn(StreamsClient.prototype, 'batchAppend');
    const before = (await opened.server.control.state()).calls;
    await opened.store.append(uniqueName('s'), newEvents(2), BEGIN);

    const { calls } = await opened.server.control.state();
    expect(calls['append']).toBe(1);
    expect(calls['batchAppend']).toBeUndefined();
    expect(calls['features']).toBe(before['features']);
    expect(batches).not.toHaveBeenCalled();
    batches.mockRestore();
  });

  it('does not depend on what the server says it can do', async () => {
    await opened.server.control.addFault({ kind: 'deny-features' });

    await expect(opened.store.append(uniqueName('s'), newEvents(1), BEGIN)).resolves.toEqual({ revision: 0 });
  });

  it.each<[string, Fault, number]>([
    ['is never answered and was not written', { kind: 'silent', written: false }, 0],
    ['is never answered and was written', { kind: 'silent', written: true }, 2],
    ['is unavailable and was not written', { kind: 'unavailable', written: false }, 0],
    ['is unavailable and was written', { kind: 'unavailable', written: true }, 2],
    ['has its connection cut and was not written', { kind: 'cut', written: false }, 0],
    ['has its connection cut and was written', { kind: 'cut', written: true }, 2],
  ])('that %s has an unknown outcome, and resolves when it is repeated', async (_, fault, count) => {
    const stream = uniqueName('s');
    const events = newEvents(2);
    await opened.server.control.addFault(fault, { times: 1, stream });

    await expect(opened.store.append(stream, events, BEGIN)).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await stored(stream)).toHaveLength(count);

    await expect(opened.store.append(stream, events, BEGIN)).resolves.toEqual({ revision: 1 });
    expect(await stored(stream)).toEqual(events.map(({ id }) => id));
  });

  it('leaves alone what is appended beside it', async () => {
    const [silent, other] = [uniqueName('silent'), uniqueName('other')];
    await opened.server.control.addFault({ kind: 'silent', written: false }, { stream: silent });

    const lost = opened.store.append(silent, newEvents(1), BEGIN);
    await expect(opened.store.append(other, newEvents(1), BEGIN)).resolves.toEqual({ revision: 0 });
    await expect(lost).rejects.toBeInstanceOf(OutcomeUnknown);
  });

  it('finds the leader', async () => {
    const stream = uniqueName('s');
    const { hostname, port } = new URL(opened.server.url.replace('esdb:', 'http:'));
    await opened.server.control.addFault(
      { kind: 'not-leader', host: hostname, port: Number(port) },
      { times: 1 },
    );

    await expect(opened.store.append(stream, newEvents(1), BEGIN)).resolves.toEqual({ revision: 0 });
  });

  it('that the server finds too large is refused and can never succeed', async () => {
    const huge = newEvent('x'.repeat(1_100_000));

    await expect(opened.store.append(uniqueName('s'), [huge], BEGIN)).rejects.toBeInstanceOf(AppendRefused);
  });

  it('brings down neither the process nor others when connections are cut under many of them', async () => {
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', note).on('unhandledRejection', note);
    await opened.server.control.addFault({ kind: 'cut', written: true }, { times: 10 });

    const outcomes = await Promise.allSettled(
      Array.from({ length: 60 }, () => opened.store.append(uniqueName('s'), newEvents(1), BEGIN)),
    );
    await opened.server.control.removeFaults();
    await expect(opened.store.append(uniqueName('s'), newEvents(1), BEGIN)).resolves.toEqual({ revision: 0 });

    process.off('uncaughtException', note).off('unhandledRejection', note);
    expect(uncaught).toEqual([]);
    for (const outcome of outcomes) {
      expect(outcome.status === 'fulfilled' || outcome.reason instanceof OutcomeUnknown).toBe(true);
    }
  });
});
