import { Readable } from 'node:stream';
import {
  DeadlineExceededError,
  NotLeaderError,
  StreamDeletedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { AppendRefused, EventStoreUnusable, OutcomeUnknown, RevisionConflict } from '../errors.js';
import { newEvents } from '../testing/new-events.js';
import type { NewEvent } from '../port.js';
import { append, proposedAppend } from './append.js';
import { scriptedConnection, type Script } from './testing/scripted-connection.js';

const grpc = (code: number, trailers: Record<string, string> = {}) =>
  Object.assign(new Error(`${code} it failed`), { code, details: '', metadata: { getMap: () => trailers } });
const failing = (error: Error) => () => Promise.reject(error);
const conflictAt = (current: bigint | 'no_stream') =>
  failing(new WrongExpectedVersionError(null as never, { streamName: 's', current, expected: 0n }));
const notLeader = failing(
  new NotLeaderError(grpc(5, { 'leader-endpoint-host': 'two', 'leader-endpoint-port': '2113' }) as never),
);
const written = (revision: bigint) => () => Promise.resolve({ nextExpectedRevision: revision });

/** The server finds these events from a revision on. */
const stored = (events: readonly NewEvent[], first: number) => () =>
  Readable.from(
    events.map((event, index) => ({
      event: {
        ...event,
        id: event.id.toUpperCase(),
        streamId: 's',
        isJson: true,
        revision: BigInt(first + index),
        created: new Date(0),
        position: { commit: 1n, prepare: 1n },
      },
    })),
  );

describe('An append', () => {
  const attempt = (script: Script, events = newEvents(2), expectedRevision: number | 'no-stream' = 4) => {
    const scripted = scriptedConnection(script);
    return {
      ...scripted,
      outcome: append(scripted.connection, proposedAppend('s', events, expectedRevision)),
    };
  };

  it('goes to the leader with its revision and a deadline, and tells the revision that the server told', async () => {
    const events = newEvents(2);
    const { asked, outcome } = attempt({ appends: [written(6n)] }, events);

    await expect(outcome).resolves.toEqual({ revision: 6 });
    expect(asked.appends).toEqual([
      [
        's',
        events.map((event) => ({ ...event, contentType: 'application/json' })),
        { expectedRevision: 4n, requiresLeader: true, deadline: 200 },
      ],
    ]);
  });

  it('of a new stream expects none', async () => {
    const { asked, outcome } = attempt({ appends: [written(1n)] }, newEvents(2), 'no-stream');
    await outcome;

    expect(asked.appends[0]?.[2]).toMatchObject({ expectedRevision: 'no_stream' });
  });

  it('of nothing is refused before the server is asked', () => {
    expect(() => proposedAppend('s', [], 'no-stream')).toThrow(RangeError);
  });

  describe('that the server refuses for the revision', () => {
    it('is a conflict when others took the place', async () => {
      const { asked, outcome } = attempt({ appends: [conflictAt(7n)], reads: [stored(newEvents(2), 5)] });

      await expect(outcome).rejects.toBeInstanceOf(RevisionConflict);
      await expect(outcome).rejects.toMatchObject({ stream: 's', expected: 4, actual: 7 });
      expect(asked.reads).toEqual([['s', { fromRevision: 5n, maxCount: 2, requiresLeader: true }]]);
    });

    it('was written before when its own ids lie there', async () => {
      const events = newEvents(2);
      const { outcome } = attempt({ appends: [conflictAt(9n)], reads: [stored(events, 5)] }, events);

      await expect(outcome).resolves.toEqual({ revision: 6 });
    });

    it('is a conflict when only some of its ids lie there', async () => {
      const events = newEvents(2);
      const [first] = events;
      const others = first === undefined ? [] : [first, ...newEvents(1)];
      const { outcome } = attempt({ appends: [conflictAt(9n)], reads: [stored(others, 5)] }, events);

      await expect(outcome).rejects.toBeInstanceOf(RevisionConflict);
    });

    it.each([
      ['the stream is not there', 'no_stream' as const, 'no-stream'],
      ['the stream is shorter than it would have made it', 5n, 5],
    ])('is a conflict without another look when %s', async (_, current, actual) => {
      const { asked, outcome } = attempt({ appends: [conflictAt(current)] });

      await expect(outcome).rejects.toMatchObject({ code: 'revision-conflict', actual });
      expect(asked.reads).toEqual([]);
    });

    it('has an unknown outcome when the look fails', async () => {
      const unavailable = () => {
        throw grpc(14);
      };
      const { outcome } = attempt({ appends: [conflictAt(9n)], reads: [unavailable, unavailable] });

      await expect(outcome).rejects.toBeInstanceOf(OutcomeUnknown);
    });
  });

  it.each([
    ['the deadline passes', new DeadlineExceededError(grpc(4) as never)],
    ['the server is not there', grpc(14)],
    ['the server cancels it', grpc(1)],
    ['the connection breaks', grpc(13)],
    ['the client fails', new Error('write after end')],
  ])('has an unknown outcome when %s', async (_, cause) => {
    const { asked, outcome } = attempt({ appends: [failing(cause)] });

    await expect(outcome).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(outcome).rejects.toMatchObject({ stream: 's', cause });
    expect(asked.appends).toHaveLength(1);
  });

  it('has an unknown outcome when the client’s promise never settles', async () => {
    const { outcome } = attempt({ appends: [() => new Promise(() => undefined)] });

    await expect(outcome).rejects.toMatchObject({ code: 'outcome-unknown', cause: { name: 'NoAnswer' } });
  });

  it('has an unknown outcome when the store is closed meanwhile', async () => {
    const { closing, outcome } = attempt({ appends: [() => new Promise(() => undefined)] });
    closing.abort();

    await expect(outcome).rejects.toMatchObject({ code: 'outcome-unknown', cause: { name: 'Closed' } });
  });

  it('is sent again, as it was, when another node leads', async () => {
    const { asked, outcome } = attempt({ appends: [notLeader, written(6n)] });

    await expect(outcome).resolves.toEqual({ revision: 6 });
    expect(asked.appends).toHaveLength(2);
    expect(asked.appends[1]).toEqual(asked.appends[0]);
  });

  it('is given up when no node leads', async () => {
    const { asked, outcome } = attempt({ appends: [notLeader, notLeader] });

    await expect(outcome).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(asked.appends).toHaveLength(2);
  });

  it('meets a conflict also at the node that leads', async () => {
    const { outcome } = attempt({ appends: [notLeader, conflictAt(4n)] });

    await expect(outcome).rejects.toBeInstanceOf(RevisionConflict);
  });

  it.each([
    ['it is too large', grpc(3), '3 it failed.'],
    ['the stream was deleted', new StreamDeletedError(undefined, 's'), 'it was deleted'],
  ])('is refused for good when %s', async (_, cause, reason) => {
    const { outcome } = attempt({ appends: [failing(cause)] });

    await expect(outcome).rejects.toBeInstanceOf(AppendRefused);
    await expect(outcome).rejects.toMatchObject({
      stream: 's',
      message: expect.stringContaining(reason) as string,
    });
  });

  it.each([
    [16, 'event-store-login-refused'],
    [7, 'event-store-access-denied'],
  ])('says what is wrong with the user: code %i', async (status, code) => {
    const { outcome } = attempt({ appends: [failing(grpc(status))] });

    await expect(outcome).rejects.toBeInstanceOf(EventStoreUnusable);
    await expect(outcome).rejects.toMatchObject({ code });
  });

  it('gets a new client when one answers nothing any more', async () => {
    const silent = Array.from({ length: 5 }, () => failing(grpc(14)));
    const { asked, connection } = scriptedConnection({ appends: [...silent, written(0n)] });
    const wanted = proposedAppend('s', newEvents(1), 'no-stream');
    for (let time = 0; time < 5; time += 1) {
      await expect(append(connection, wanted)).rejects.toBeInstanceOf(OutcomeUnknown);
    }

    await expect(append(connection, wanted)).resolves.toEqual({ revision: 0 });
    expect(asked.clients).toBe(2);
  });
});
