import { status } from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { Empty } from '../protocol/messages.js';
import { streamIdentifier } from '../protocol/stream-identifier.js';
import { recordedEvent } from '../../testing/an-event.js';
import { passes } from './domain/event-filter.js';
import { PAGE_SIZE, readQueryOf, type ReadQuery } from './read-request.js';

const { Options } = streams.ReadReq;
const { FilterOptions } = Options;

function queryOf(change: (options: ReadReq.Options) => void): ReadQuery {
  const options = new Options();
  options.setUuidOption(new Options.UUIDOption().setString(new Empty()));
  options.setAll(new Options.AllOptions().setStart(new Empty()));
  options.setNoFilter(new Empty());
  options.setCount('10');
  change(options);
  return readQueryOf(new streams.ReadReq().setOptions(options));
}

function filter(change: (filter: ReadReq.Options.FilterOptions) => void): ReadReq.Options.FilterOptions {
  const made = new FilterOptions();
  made.setCount(new Empty());
  made.setCheckpointintervalmultiplier(3);
  made.setEventType(new FilterOptions.Expression().setPrefixList(['A', 'B']));
  change(made);
  return made;
}

const ofStream = () => new Options.StreamOptions().setStreamIdentifier(streamIdentifier('orders-1'));

describe('a request to read a stream', () => {
  it.each([
    [ofStream().setStart(new Empty()), 'start'],
    [ofStream().setEnd(new Empty()), 'end'],
    [ofStream().setRevision('0'), 0],
    [ofStream().setRevision('17'), 17],
  ])('says from where', (options, from) => {
    expect(queryOf((made) => made.setStream(options))).toEqual({
      target: { kind: 'stream', stream: 'orders-1', from },
      direction: 'forwards',
      count: 10,
    });
  });

  it('cannot have a filter', () => {
    const refused = () =>
      queryOf((made) => made.setStream(ofStream().setStart(new Empty())).setFilter(filter(() => undefined)));
    expect(refused).toThrow(expect.objectContaining({ code: status.INVALID_ARGUMENT }) as Error);
  });

  it('has a name', () => {
    expect(() => queryOf((made) => made.setStream(new Options.StreamOptions()))).toThrow(
      expect.objectContaining({ code: status.UNKNOWN }) as Error,
    );
  });
});

describe('a request to read everything', () => {
  it.each([
    [new Options.AllOptions().setStart(new Empty()), 'start'],
    [new Options.AllOptions().setEnd(new Empty()), 'end'],
    [
      new Options.AllOptions().setPosition(
        new Options.Position().setCommitPosition('9').setPreparePosition('8'),
      ),
      { commit: 9, prepare: 8 },
    ],
  ])('says from where', (options, from) => {
    expect(queryOf((made) => made.setAll(options)).target).toEqual({ kind: 'all', from, window: undefined });
  });

  it('has a direction and a number, or goes on for ever', () => {
    expect(queryOf((made) => made.setReadDirection(1)).direction).toBe('backwards');
    expect(queryOf((made) => made.setCount('3')).count).toBe(3);
    expect(queryOf((made) => made.setSubscription(new Options.SubscriptionOptions())).count).toBeUndefined();
  });

  it('looks as far as a page, or as its filter says', () => {
    const windowOf = (change: (made: ReadReq.Options.FilterOptions) => void) => {
      const { target } = queryOf((made) => made.setFilter(filter(change)));
      return target.kind === 'all' ? target.window : undefined;
    };
    expect(windowOf(() => undefined)).toEqual({
      filter: { on: 'type', prefixes: ['A', 'B'] },
      maxSearchWindow: PAGE_SIZE,
      checkpointInterval: 3 * PAGE_SIZE,
    });
    expect(windowOf((made) => made.setMax(5))).toMatchObject({ maxSearchWindow: 5, checkpointInterval: 15 });
    const streamNames = new FilterOptions.Expression().setRegex('^orders-');
    expect(windowOf((made) => made.setStreamIdentifier(streamNames))?.filter).toEqual({
      on: 'stream',
      regex: /^orders-/u,
    });
  });
});

describe('a filter', () => {
  const event = recordedEvent({ stream: 'orders-1', type: 'Placed' });

  it.each([
    [undefined, true],
    [{ on: 'stream', prefixes: ['orders-'] }, true],
    [{ on: 'stream', prefixes: ['parcels-', 'order'] }, true],
    [{ on: 'stream', prefixes: ['parcels-'] }, false],
    [{ on: 'stream', prefixes: ['Placed'] }, false],
    [{ on: 'stream', regex: /\d$/u }, true],
    [{ on: 'type', prefixes: ['Pl'] }, true],
    [{ on: 'type', prefixes: ['orders'] }, false],
    [{ on: 'type', regex: /^[^$].*/u }, true],
    [{ on: 'type', regex: /^\$/u }, false],
  ] as const)('%j lets the event through: %s', (made, expected) => {
    expect(passes(made, event)).toBe(expected);
  });
});
