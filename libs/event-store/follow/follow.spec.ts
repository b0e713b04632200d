import { eventually } from '../testing/eventually.js';
import { FaultyEventStore, type SubscriptionFault } from '../testing/faulty-event-store.js';
import { ManualSleep } from '../testing/manual-sleep.js';
import { MemoryCheckpoints } from '../testing/memory-checkpoints.js';
import { newEvents } from '../testing/new-events.js';
import { temporaryEventStore, type TemporaryEventStore } from '../testing/temporary-event-store.js';
import { follow, type FollowOptions } from './follow.js';

describe('Following', () => {
  let temporary: TemporaryEventStore;
  let store: FaultyEventStore;
  let checkpoints: MemoryCheckpoints;
  let manual: ManualSleep;
  let controller: AbortController;
  let handled: number[];
  let lines: { level: string; data: object; message: string }[];
  let following: Promise<void>;
  let head: number;

  const start = (changes: Partial<FollowOptions> = {}): void => {
    const line = (level: string) => (data: object, message: string) =>
      void lines.push({ level, data, message });
    following = follow({
      store,
      name: 'relay',
      prefixes: ['s-'],
      checkpoints,
      handle: async (events) => void handled.push(...events.map(({ revision }) => revision)),
      signal: controller.signal,
      sleep: manual.sleep,
      log: { debug: line('debug'), warn: line('warn'), error: line('error') },
      ...changes,
    });
  };
  const append = async (count: number): Promise<void> => {
    await temporary.store.append('s-1', newEvents(count), {
      expectedRevision: head < 0 ? 'no-stream' : head,
    });
    head += count;
  };
  const upTo = (last: number) => Array.from({ length: last + 1 }, (_, revision) => revision);
  const lastSaved = () => Number(checkpoints.saved.at(-1)?.position ?? 0);

  beforeEach(async () => {
    temporary = await temporaryEventStore();
    store = new FaultyEventStore(temporary.store);
    checkpoints = new MemoryCheckpoints();
    manual = new ManualSleep();
    controller = new AbortController();
    handled = [];
    lines = [];
    head = -1;
    following = Promise.resolve();
  });
  afterEach(async () => {
    controller.abort();
    await following;
    await temporary.close();
  });

  it('handles what is there and what comes, in order, and keeps how far it is', async () => {
    await append(3);
    start();
    await eventually(() => handled.length === 3);
    await append(2);
    await eventually(() => lastSaved() === 5);

    expect(handled).toEqual(upTo(4));
    expect(lines).toEqual([]);
  });

  it('handles a backlog in batches of 500', async () => {
    await append(1_200);
    const sizes: number[] = [];
    start({ handle: async (events) => void sizes.push(events.length) });
    await eventually(() => lastSaved() === 1_200);

    expect(sizes).toEqual([500, 500, 200]);
  });

  it('goes on behind the kept checkpoint when it is started again', async () => {
    await append(3);
    start();
    await eventually(() => lastSaved() === 3);
    controller.abort();
    await following;
    await append(2);

    controller = new AbortController();
    start();
    await eventually(() => handled.length === 5);

    expect(store.subscriptions).toEqual([undefined, '3']);
    expect(handled).toEqual(upTo(4));
  });

  it('says that it has caught up behind what it has handled', async () => {
    await append(3);
    const caughtUp: number[] = [];
    start({ onCaughtUp: () => void caughtUp.push(handled.length) });
    await eventually(() => caughtUp.length === 1);

    expect(caughtUp).toEqual([3]);
  });

  describe('a subscription that', () => {
    it.each<[string, SubscriptionFault['how']]>([
      ['ends without a word', 'ends'],
      ['fails', 'throws'],
    ])('%s is taken up again from the kept checkpoint', async (_, how) => {
      await append(5);
      store.failSubscriptions({ after: 2, how }, { after: 1, how }, { after: 0, how });
      start();
      await eventually(() => lastSaved() === 5);

      expect(handled).toEqual(upTo(4));
      expect(store.subscriptions).toEqual([undefined, '2', '3', '3']);
      expect(manual.rests).toHaveLength(3);
    });

    it('falls silent on the way is taken up again', async () => {
      await append(5);
      store.failSubscriptions({ after: 2, how: 'goes-silent' });
      start();
      await eventually(() => handled.length === 2);
      await manual.tick();
      await manual.tick();
      await eventually(() => lastSaved() === 5);

      expect(handled).toEqual(upTo(4));
      expect(store.subscriptions).toEqual([undefined, '2']);
      expect(lines).toMatchObject([{ level: 'warn', data: { follower: 'relay', failures: 1 } }]);
    });

    it('has nothing to say is renewed now and then, without a fuss and without a rest', async () => {
      await append(1);
      let caughtUp = 0;
      start({ onCaughtUp: () => void (caughtUp += 1) });
      await eventually(() => caughtUp === 1);
      await manual.tick();
      await manual.tick();
      await eventually(() => caughtUp === 2);
      await append(1);
      await eventually(() => handled.length === 2);

      expect(store.subscriptions).toEqual([undefined, '1']);
      expect(manual.rests).toEqual([]);
      expect(lines.map(({ level }) => level)).toEqual(['debug']);
    });

    it('is idle because its handler is busy is left alone', async () => {
      await append(1);
      let release = (): void => undefined;
      start({
        handle: async (events) => {
          await new Promise<void>((resolve) => (release = resolve));
          handled.push(...events.map(({ revision }) => revision));
        },
      });
      await eventually(() => manual.pending === 1);
      await manual.tick();
      await manual.tick();
      release();
      await eventually(() => handled.length === 1);

      expect(store.subscriptions).toEqual([undefined]);
    });
  });

  describe('a handler that fails', () => {
    it('gets the same events again, none skipped and none out of turn', async () => {
      await append(3);
      let failures = 4;
      start({
        maxBatch: 1,
        handle: async (events) => {
          if (events[0]?.revision === 1 && failures > 0) {
            failures -= 1;
            throw new Error('not now');
          }
          handled.push(...events.map(({ revision }) => revision));
        },
      });
      await eventually(() => lastSaved() === 3);

      expect(handled).toEqual([0, 1, 2]);
      expect(checkpoints.saved.map(({ position }) => position)).toEqual(['1', '2', '3']);
      expect(store.subscriptions).toEqual([undefined, '1', '1', '1', '1']);
    });

    it('rests longer each time, and begins anew behind a success', async () => {
      await append(2);
      const failures = [3, 2];
      start({
        maxBatch: 1,
        handle: async ([event]) => {
          const left = failures[event?.revision ?? 0] ?? 0;
          failures[event?.revision ?? 0] = left - 1;
          if (left > 0) {
            throw new Error('not now');
          }
        },
      });
      await eventually(() => lastSaved() === 2);

      expect(manual.rests).toHaveLength(5);
      for (const [index, full] of [200, 400, 800, 200, 400].entries()) {
        expect(manual.rests[index]).toBeGreaterThanOrEqual(full / 2);
        expect(manual.rests[index]).toBeLessThanOrEqual(full);
      }
    });

    it('is told with its error but not with its events, and to a person from the tenth time on', async () => {
      await append(1);
      let failures = 10;
      const error = new Error('not now');
      start({
        handle: async () => {
          failures -= 1;
          if (failures >= 0) {
            throw error;
          }
        },
      });
      await eventually(() => lastSaved() === 1);

      expect(lines.map(({ level }) => level)).toEqual([...Array.from({ length: 9 }, () => 'warn'), 'error']);
      expect(lines[9]).toEqual({
        level: 'error',
        data: { follower: 'relay', failures: 10, error },
        message: 'Following stopped (failed) and is taken up again from the last checkpoint.',
      });
    });
  });

  it.each([{ load: 2 }, { save: 2 }])('goes on when the checkpoints fail: %j', async (failures) => {
    await append(3);
    checkpoints.fail(failures);
    start();
    await eventually(() => lastSaved() === 3);

    expect([...new Set(handled)]).toEqual(upTo(2));
    expect(manual.rests).toHaveLength(2);
  });

  describe('stops when it is told to', () => {
    it('while it waits', async () => {
      let caughtUp = false;
      start({ onCaughtUp: () => void (caughtUp = true) });
      await eventually(() => caughtUp);
      controller.abort();

      await expect(following).resolves.toBeUndefined();
    });

    it('while the subscription is silent and does not react', async () => {
      store.failSubscriptions({ after: 0, how: 'goes-silent' });
      start();
      await eventually(() => store.subscriptions.length === 1);
      controller.abort();

      await expect(following).resolves.toBeUndefined();
    });

    it('while it rests', async () => {
      await append(1);
      const long = new ManualSleep(0);
      start({ sleep: long.sleep, handle: () => Promise.reject(new Error('not now')) });
      await eventually(() => lines.length === 1);
      controller.abort();

      await expect(following).resolves.toBeUndefined();
      expect(long.pending).toBe(0);
    });

    it('but not before the batch in hand is through and kept', async () => {
      await append(1);
      let release: (() => void) | undefined;
      start({ handle: () => new Promise<void>((resolve) => (release = resolve)) });
      await eventually(() => release !== undefined);
      controller.abort();
      release?.();
      await following;

      expect(lastSaved()).toBe(1);
    });
  });

  it('tells when it cannot even rest', async () => {
    await append(1);
    start({
      sleep: () => Promise.reject(new Error('no timers')),
      handle: () => Promise.reject(new Error('not now')),
    });

    await expect(following).rejects.toThrow('no timers');
    following = Promise.resolve();
  });
});
