import {
  END,
  START,
  eventTypeFilter,
  jsonEvent,
  streamNameFilter,
  type AllStreamSubscription,
  type Position,
  type SubscribeToAllOptions,
} from '@eventstore/db-client';
import { rejectionOf, startWire, until, type Wire } from '../../testing/wire.js';

/** Everything that a subscription told, as one list. */
class Follower {
  readonly told: string[] = [];
  readonly checkpoints: Position[] = [];
  readonly ended: Promise<unknown>;
  private readonly subscription: AllStreamSubscription;

  constructor(
    { client }: Wire,
    { filter, ...options }: SubscribeToAllOptions = {},
    private readonly delayMs = 0,
  ) {
    const checkpointReached = async (_: unknown, position: Position): Promise<void> => {
      this.told.push('checkpoint');
      this.checkpoints.push(position);
    };
    this.subscription = client.subscribeToAll({
      ...options,
      ...(filter !== undefined && { filter: { ...filter, checkpointReached } }),
    });
    this.subscription.on('confirmation', () => this.told.push('confirmed'));
    this.subscription.on('caughtUp', () => this.told.push('caught up'));
    this.ended = this.follow();
  }

  private async follow(): Promise<void> {
    for await (const { event } of this.subscription) {
      this.told.push(event?.type ?? 'nothing');
      if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    }
  }

  toldAtLeast(...words: readonly string[]): Promise<void> {
    return until(() => words.every((word) => this.told.includes(word)));
  }

  async stop(): Promise<void> {
    await this.subscription.unsubscribe();
  }
}

describe('a subscription to everything', () => {
  let wire: Wire;
  let follower: Follower | undefined;
  beforeEach(async () => {
    wire = await startWire();
    await append('orders-1', 'A', 'B');
  });
  afterEach(async () => {
    await follower?.stop();
    await wire.close();
  });

  async function append(stream: string, ...types: readonly string[]): Promise<Position> {
    const events = types.map((type) => jsonEvent({ type, data: {} }));
    const { position } = await wire.client.appendToStream(stream, events);
    return position ?? { commit: -1n, prepare: -1n };
  }

  function follow(options?: SubscribeToAllOptions, delayMs?: number): Follower {
    follower = new Follower(wire, options, delayMs);
    return follower;
  }

  const ORDERS = streamNameFilter({ prefixes: ['orders-'] });

  it('tells what there is, that it has caught up, and what comes', async () => {
    const { told, toldAtLeast } = bound(follow({ fromPosition: START }));
    await toldAtLeast('caught up');
    await append('orders-1', 'C');
    await toldAtLeast('C');
    expect(told).toEqual(['confirmed', '$metadata', 'A', 'B', 'caught up', 'C']);
  });

  it('from a position tells what lies behind it', async () => {
    const position = await append('orders-1', 'C');
    await append('orders-1', 'D');
    const { told, toldAtLeast } = bound(follow({ fromPosition: position }));
    await toldAtLeast('caught up');
    expect(told).toEqual(['confirmed', 'D', 'caught up']);
  });

  it.each<[string, (last: Position) => SubscribeToAllOptions]>([
    ['the end', () => ({ fromPosition: END })],
    ['the last event', (last) => ({ fromPosition: last })],
    [
      'behind the last event',
      ({ commit }) => ({ fromPosition: { commit: commit + 1n, prepare: commit + 1n } }),
    ],
  ])('from %s has caught up at once, without a checkpoint', async (_, from) => {
    const last = await append('orders-1', 'C');
    const { told, toldAtLeast } = bound(follow({ ...from(last), filter: ORDERS }));
    await toldAtLeast('caught up');
    await append('orders-1', 'D');
    await toldAtLeast('D');
    expect(told).toEqual(['confirmed', 'caught up', 'D']);
  });

  it('from a place where no event begins fails', async () => {
    const { commit } = await append('orders-1', 'C');
    await append('orders-1', 'D');
    const between = { commit: commit + 1n, prepare: commit + 1n };
    expect(await rejectionOf(follow({ fromPosition: between }).ended)).toMatchObject({
      message: expect.stringContaining('Trying to read from an invalid position.') as string,
    });
  });

  it('with a filter tells what passes it and, when it has caught up, how far it has come', async () => {
    await append('parcels-1', 'X');
    await append('orders-2', 'C');
    const { told, toldAtLeast } = bound(follow({ filter: ORDERS }));
    await toldAtLeast('caught up');
    await append('parcels-1', 'Y');
    await append('orders-2', 'D');
    await toldAtLeast('D');
    expect(told).toEqual(['confirmed', 'A', 'B', 'C', 'checkpoint', 'caught up', 'D']);
  });

  it('with a filter on types tells those', async () => {
    const { told, toldAtLeast } = bound(follow({ filter: eventTypeFilter({ regex: '^[^$A].*' }) }));
    await toldAtLeast('caught up');
    expect(told).toEqual(['confirmed', 'B', 'checkpoint', 'caught up']);
  });

  it('tells how far it has come through what does not pass, and goes on from there', async () => {
    await append('parcels-1', ...Array.from({ length: 100 }, () => 'X'));
    await append('orders-1', 'C');
    const first = follow({ filter: ORDERS });
    await first.toldAtLeast('caught up');
    expect(first.told.filter((word) => word === 'checkpoint').length).toBeGreaterThanOrEqual(3);
    const [, second] = first.checkpoints;
    await first.stop();

    const { told, toldAtLeast } = bound(follow({ filter: ORDERS, fromPosition: second ?? START }));
    await toldAtLeast('caught up');
    expect(told.filter((word) => word.length === 1)).toEqual(['C']);
  });

  it('gives positions that grow, which lie at or behind the events before them', async () => {
    await append('parcels-1', ...Array.from({ length: 70 }, () => 'X'));
    const { checkpoints, toldAtLeast } = bound(follow({ filter: ORDERS }));
    await toldAtLeast('caught up');
    const commits = checkpoints.map(({ commit }) => commit);
    expect(commits).toEqual([...commits].sort((a, b) => Number(a - b)));
    expect(new Set(commits).size).toBe(commits.length);
  });

  it('tells how far it has come while it is live, every so many events', async () => {
    const { told, checkpoints, toldAtLeast } = bound(
      follow({
        filter: streamNameFilter({ prefixes: ['orders-'], checkpointInterval: 2, maxSearchWindow: 5 }),
      }),
    );
    await toldAtLeast('caught up');
    const before = checkpoints.length;
    await append('parcels-1', ...Array.from({ length: 9 }, () => 'X'));
    const tenth = await append('parcels-1', 'X');
    await until(() => checkpoints.length > before);
    expect(checkpoints.at(-1)).toEqual(tenth);
    expect(told.at(-1)).toBe('checkpoint');
  });

  it('tells everything in order although it is slow', async () => {
    const types = Array.from({ length: 400 }, (_, index) => `T${String(index)}`);
    const { told, toldAtLeast } = bound(follow({ fromPosition: END, filter: ORDERS }, 1));
    await toldAtLeast('caught up');
    for (let from = 0; from < types.length; from += 100)
      await append('orders-9', ...types.slice(from, from + 100));
    await toldAtLeast('T399');
    expect(told.filter((word) => word.startsWith('T'))).toEqual(types);
  });

  it('is forgotten when its client goes', async () => {
    const one = follow();
    await one.toldAtLeast('caught up');
    expect((await wire.standIn.control.state()).subscriptions).toEqual(['$all']);
    await one.stop();
    await until(async () => (await wire.standIn.control.state()).subscriptions.length === 0);
  });
});

/** A follower whose parts can be taken apart. */
function bound(follower: Follower) {
  return {
    told: follower.told,
    checkpoints: follower.checkpoints,
    toldAtLeast: (...words: readonly string[]) => follower.toldAtLeast(...words),
  };
}
