import { PassThrough } from 'node:stream';
import { START, UnavailableError, type RecordedEvent as ClientEvent } from '@eventstore/db-client';
import { EventStoreUnreachable, EventUnreadable } from '../errors.js';
import type { SubscriptionMessage } from '../port.js';
import type { UnaryClient } from './client/unary-client.js';
import type { Connection } from './connection.js';
import { subscription } from './subscription.js';
import { scriptedConnection } from './testing/scripted-connection.js';

type Options = NonNullable<Parameters<UnaryClient['subscribeToAll']>[0]>;

const POSITION = '00000000000000000009/00000000000000000008';
const given = (streamId: string, revision: bigint, data: unknown = {}): { event: ClientEvent } => ({
  event: {
    streamId,
    id: `${streamId}-${revision}`,
    isJson: true,
    revision,
    type: 'Happened',
    created: new Date(0),
    data: data as Record<string, unknown>,
    metadata: undefined,
    position: { commit: revision, prepare: revision },
  },
});

/** A subscription of the client, in which the test plays the server. */
class PlayedSubscription extends PassThrough {
  unsubscribed = 0;
  constructor(readonly wanted: Options) {
    super({ objectMode: true });
  }
  async unsubscribe(): Promise<void> {
    this.unsubscribed += 1;
  }
  caughtUp(): void {
    this.emit('caughtUp');
  }
  async checkpoint(commit: bigint): Promise<void> {
    await this.wanted.filter?.checkpointReached?.(this, { commit, prepare: commit });
  }
}

describe('A subscription', () => {
  let played: PlayedSubscription[];
  let controller: AbortController;
  let connection: Connection;
  const play = (): PlayedSubscription => {
    const [last] = played.slice(-1);
    if (last === undefined) {
      throw new Error('Nobody has subscribed.');
    }
    return last;
  };
  const subscribe = (prefixes = ['a-', 'b-'], after?: string) =>
    subscription(connection, {
      prefixes,
      signal: controller.signal,
      ...(after === undefined ? {} : { after }),
    });
  const take = async (messages: AsyncIterator<SubscriptionMessage>, count: number) => {
    const taken: unknown[] = [];
    while (taken.length < count) {
      const { value } = (await messages.next()) as { value: SubscriptionMessage };
      taken.push(
        value.kind === 'event' ? value.event.id : value.kind === 'checkpoint' ? value.position : value.kind,
      );
    }
    return taken;
  };

  beforeEach(() => {
    played = [];
    controller = new AbortController();
    const scripted = scriptedConnection({});
    const current = {
      subscribeToAll: (wanted: Options) => {
        const begun = new PlayedSubscription(wanted);
        played.push(begun);
        return begun;
      },
    };
    connection = { ...scripted.connection, clients: { current } as unknown as Connection['clients'] };
  });

  it('asks the server for the streams by the beginnings of their names, and for a checkpoint now and then', async () => {
    void subscribe().next();

    const { filter, fromPosition } = play().wanted;
    expect(fromPosition).toBe(START);
    expect(filter).toMatchObject({
      filterOn: 'streamName',
      prefixes: ['a-', 'b-'],
      maxSearchWindow: 500,
      checkpointInterval: 2,
    });
    controller.abort();
  });

  it('begins behind a position, and refuses one of another store', async () => {
    void subscribe(['a-'], POSITION).next();
    expect(play().wanted.fromPosition).toEqual({ commit: 9n, prepare: 8n });
    controller.abort();

    controller = new AbortController();
    await expect(subscribe(['a-'], '17').next()).rejects.toBeInstanceOf(RangeError);
  });

  it('tells events, checkpoints and that it has caught up in the order in which they came', async () => {
    const messages = subscribe();
    const first = messages.next();
    const server = play();
    server.write(given('a-1', 0n));
    server.write(given('b-1', 0n));
    await server.checkpoint(7n);
    server.write(given('a-1', 1n));
    server.caughtUp();
    server.write(given('a-1', 2n));

    expect(await first).toMatchObject({ value: { kind: 'event', event: { id: 'a-1-0', stream: 'a-1' } } });
    expect(await take(messages, 5)).toEqual([
      'b-1-0',
      '00000000000000000007/00000000000000000007',
      'a-1-1',
      'caught-up',
      'a-1-2',
    ]);
    controller.abort();
  });

  it('says once that it has caught up, however often the server falls behind', async () => {
    const messages = subscribe();
    const first = messages.next();
    play().caughtUp();
    play().write(given('a-1', 0n));
    play().caughtUp();
    play().write(given('a-1', 1n));

    expect(await first).toMatchObject({ value: { kind: 'caught-up' } });
    expect(await take(messages, 2)).toEqual(['a-1-0', 'a-1-1']);
    controller.abort();
  });

  it('passes over names that only begin alike by the rules of a language, and what holds no event', async () => {
    const messages = subscribe(['straße-']);
    const first = messages.next();
    play().write(given('strasse-1', 0n));
    play().write({});
    play().write(given('straße-1', 0n));

    expect(await first).toMatchObject({ value: { event: { id: 'straße-1-0' } } });
    controller.abort();
  });

  it('ends when the server ends it without a word', async () => {
    const messages = subscribe();
    const first = messages.next();
    play().end();

    expect(await first).toEqual({ done: true, value: undefined });
    expect(play().unsubscribed).toBe(1);
  });

  it.each([
    ['of the client', new UnavailableError(Object.assign(new Error('14 gone'), { code: 14 }) as never)],
    ['of gRPC', Object.assign(new Error('14 gone'), { code: 14 })],
  ])('throws an error %s to whoever receives', async (_, error) => {
    const first = subscribe().next();
    setImmediate(() => play().emit('error', error));

    await expect(first).rejects.toBeInstanceOf(EventStoreUnreachable);
    expect(play().unsubscribed).toBe(1);
  });

  it('throws at an event that cannot be read', async () => {
    const first = subscribe().next();
    play().write(given('a-1', 3n, '{"broken'));

    await expect(first).rejects.toBeInstanceOf(EventUnreadable);
    expect(play().unsubscribed).toBe(1);
  });

  it('unsubscribes when it is aborted, left, or the store is closed', async () => {
    const aborted = subscribe().next();
    const [first] = played;
    controller.abort();
    expect(await aborted).toEqual({ done: true, value: undefined });

    controller = new AbortController();
    const left = subscribe();
    const next = left.next();
    play().write(given('a-1', 0n));
    await next;
    await left.return();

    const closing = new AbortController();
    const ended = subscription(
      { ...connection, closing: closing.signal },
      { prefixes: ['a-'], signal: controller.signal },
    ).next();
    closing.abort();
    expect(await ended).toEqual({ done: true, value: undefined });

    expect(played.map(({ unsubscribed }) => unsubscribed)).toEqual([1, 1, 1]);
    expect(first?.destroyed).toBe(true);
  });

  it('is not begun when it was aborted before', async () => {
    controller.abort();

    expect(await subscribe().next()).toEqual({ done: true, value: undefined });
    expect(played).toEqual([]);
  });

  it('lets a checkpoint that comes too late go', async () => {
    const first = subscribe().next();
    controller.abort();
    await first;

    await expect(play().checkpoint(9n)).resolves.toBeUndefined();
    expect(() => play().caughtUp()).not.toThrow();
  });
});
