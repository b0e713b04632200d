import type { Documents } from '#libs/documents';
import { temporaryDocuments } from '#libs/documents/testing';
import type { Clock } from '../clock.js';
import { ManualClock, RecordingLog, rejectionOf } from '../testing/index.js';
import { leaseCollection } from './lease-collection.js';
import { openLeases, type Leases } from './leases.js';
import { ifFree, whileHeld } from './while-held.js';

const ttlMs = 30_000;

describe('Work under a lease', () => {
  const documents = temporaryDocuments([leaseCollection]);
  let clock: ManualClock;
  let log: RecordingLog;
  let stop: AbortController;
  let name: string;
  let names = 0;

  const leasesOf = (owner: string) => openLeases({ documents: documents(), clock, owner });
  const options = (leases: Leases) => ({ leases, clock, log, name, ttlMs, signal: stop.signal });

  beforeEach(() => {
    clock = new ManualClock();
    log = new RecordingLog();
    stop = new AbortController();
    name = `work ${(names += 1)}`;
  });

  /** Work that goes on until it is asked to stop, and counts how often it began. */
  function endless() {
    const state = { began: 0, reasons: [] as unknown[] };
    const work = (signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        state.began += 1;
        signal.addEventListener('abort', () => {
          state.reasons.push(signal.reason);
          resolve();
        });
      });
    return { state, work };
  }

  async function until(condition: () => boolean): Promise<void> {
    for (let turn = 0; turn < 3000 && !condition(); turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(condition()).toBe(true);
  }

  it('is done once and lets the lease go', async () => {
    const fences: number[] = [];
    await whileHeld(options(leasesOf('one')), async (_signal, lease) => void fences.push(lease.fence));

    expect(fences).toEqual([1]);
    expect(await leasesOf('two').acquire(name, { ttlMs })).toBeDefined();
    expect(clock.sleeping).toBe(0);
  });

  it('waits while another process works, and begins when that one has died', async () => {
    await leasesOf('dead').acquire(name, { ttlMs });
    const { state, work } = endless();
    const working = whileHeld(options(leasesOf('one')), work);

    await until(() => clock.sleeping === 1);
    expect(state.began).toBe(0);
    for (let turn = 0; turn < 3; turn += 1) {
      await until(() => clock.sleeping === 1);
      await clock.advance(ttlMs / 3);
    }
    await until(() => state.began === 1);
    stop.abort();
    await working;
  });

  it('keeps the lease for as long as it takes', async () => {
    const { state, work } = endless();
    const working = whileHeld(options(leasesOf('one')), work);
    for (let turn = 0; turn < 9; turn += 1) {
      await until(() => clock.sleeping === 1);
      await clock.advance(ttlMs / 3);
    }
    await until(() => clock.sleeping === 1);
    expect(await leasesOf('two').acquire(name, { ttlMs })).toBeUndefined();
    expect(state.began).toBe(1);
    stop.abort();
    await working;
  });

  it('is asked to stop when the process is, and lets the lease go', async () => {
    const { state, work } = endless();
    const working = whileHeld(options(leasesOf('one')), work);
    await until(() => state.began === 1);
    stop.abort(new Error('shutting down'));
    await working;

    expect(state.reasons).toMatchObject([{ message: 'shutting down' }]);
    expect(await leasesOf('two').acquire(name, { ttlMs })).toBeDefined();
  });

  it('does not begin when the process is already stopping', async () => {
    stop.abort();
    const { state, work } = endless();
    await whileHeld(options(leasesOf('one')), work);
    expect(state.began).toBe(0);
  });

  it('is asked to stop when the lease is lost, and waits for it anew', async () => {
    const { state, work } = endless();
    const working = whileHeld(options(leasesOf('one')), work);
    await until(() => clock.sleeping === 1);
    const thief = await leasesOf('one').acquire(name, { ttlMs });
    await thief?.release();
    await clock.advance(ttlMs / 3);

    await until(() => state.began === 2);
    expect(state.reasons).toMatchObject([{ code: 'lease-lost', lease: name }]);
    stop.abort();
    await working;
  });

  describe('in a process that stood still', () => {
    /** Works there until it stands still. @returns why the work was asked to stop, at the instant of its waking */
    async function wake(endsInTime: boolean, stillMs: number): Promise<unknown[]> {
      let stoodMs = 0;
      const own: Clock = {
        now: () => new Date(clock.now().getTime() + stoodMs),
        async sleep(ms, signal) {
          await clock.sleep(ms, signal);
          stoodMs = stillMs;
        },
      };
      const leases = openLeases({ documents: documents(), clock: own, owner: 'one' });
      const { state, work } = endless();
      const working = whileHeld({ ...options(leases), clock: own, endsInTime }, work);
      await until(() => clock.sleeping === 1);
      await clock.advance(ttlMs / 3);
      const reasons = [...state.reasons];
      await until(() => clock.sleeping === 1 && state.began === 1 + reasons.length);
      stop.abort();
      await working;
      return reasons;
    }

    it('stops before it does anything more when it has to end in time, and begins anew', async () => {
      expect(await wake(true, ttlMs)).toMatchObject([{ code: 'lease-lost', lease: name }]);
    });

    it.each([
      ['has not run out', true, ttlMs / 3],
      ['may still be renewed', false, ttlMs],
    ])('goes on when its lease %s', async (_why, endsInTime, stillMs) => {
      expect(await wake(endsInTime, stillMs)).toEqual([]);
    });

    it('stops when it stood still while it renewed its lease', async () => {
      let stoodMs = 0;
      const own: Clock = {
        now: () => new Date(clock.now().getTime() + stoodMs),
        sleep: (ms, signal) => clock.sleep(ms, signal),
      };
      const collection = documents().collection(leaseCollection);
      const replace: typeof collection.replace = async (document, expected) => {
        const isWritten = await collection.replace(document, expected);
        if (expected !== undefined) stoodMs = ttlMs;
        return isWritten;
      };
      const store = { collection: () => ({ get: (id: string) => collection.get(id), replace }) };
      const leases = openLeases({ documents: store as unknown as Documents, clock: own, owner: 'one' });
      const { state, work } = endless();
      const working = whileHeld({ ...options(leases), clock: own, endsInTime: true }, work);
      await until(() => clock.sleeping === 1);
      await clock.advance(ttlMs / 3);
      await until(() => state.began === 2);
      expect(state.reasons).toMatchObject([{ code: 'lease-lost' }]);
      stop.abort();
      await working;
    });
  });

  it('passes on what goes wrong, and lets the lease go', async () => {
    const failing = whileHeld(options(leasesOf('one')), async () => {
      throw new Error('broken');
    });
    expect(await rejectionOf(failing)).toMatchObject({ message: 'broken' });
    expect(await leasesOf('two').acquire(name, { ttlMs })).toBeDefined();
  });

  it('may fail when it is asked to stop', async () => {
    const working = whileHeld(options(leasesOf('one')), async (signal) => {
      stop.abort(new Error('shutting down'));
      signal.throwIfAborted();
    });
    await expect(working).resolves.toBeUndefined();
    expect(log.lines).toMatchObject([{ level: 'debug' }]);
  });

  describe('that is only done if it is free', () => {
    it('is done, and lets the lease go', async () => {
      const fences: number[] = [];
      expect(
        await ifFree(options(leasesOf('one')), async (_signal, { fence }) => void fences.push(fence)),
      ).toBe(true);
      expect(fences).toEqual([1]);
      expect(await leasesOf('two').acquire(name, { ttlMs })).toBeDefined();
    });

    it('is not done while another process is at it', async () => {
      await leasesOf('two').acquire(name, { ttlMs });
      const { state, work } = endless();
      expect(await ifFree(options(leasesOf('one')), work)).toBe(false);
      expect(state.began).toBe(0);
    });

    it('says that the lease was lost before it was done', async () => {
      const { state, work } = endless();
      const working = ifFree(options(leasesOf('one')), async (signal) => {
        await work(signal);
        signal.throwIfAborted();
      });
      await until(() => clock.sleeping === 1);
      await leasesOf('one').acquire(name, { ttlMs });
      await clock.advance(ttlMs / 3);
      expect(await rejectionOf(working)).toMatchObject({ code: 'lease-lost', lease: name });
      expect(state.began).toBe(1);
    });

    it('says that the process stopped before it was done', async () => {
      const working = ifFree(options(leasesOf('one')), async (signal) => {
        stop.abort(new Error('shutting down'));
        signal.throwIfAborted();
      });
      expect(await rejectionOf(working)).toMatchObject({ message: 'shutting down' });
      expect(await leasesOf('two').acquire(name, { ttlMs })).toBeDefined();
    });

    it('passes on what goes wrong', async () => {
      const failing = ifFree(options(leasesOf('one')), () => Promise.reject(new Error('broken')));
      expect(await rejectionOf(failing)).toMatchObject({ message: 'broken' });
    });
  });

  describe('over a store that fails', () => {
    let failing: boolean;

    beforeEach(() => {
      failing = false;
    });

    function unsteady(): Leases {
      const collection = documents().collection(leaseCollection);
      const steady = documents();
      return openLeases({
        documents: {
          ...steady,
          collection: () => ({
            get: (id: string) => (failing ? Promise.reject(new Error('store is down')) : collection.get(id)),
            replace: (...args: Parameters<typeof collection.replace>) =>
              failing ? Promise.reject(new Error('store is down')) : collection.replace(...args),
          }),
        } as unknown as typeof steady,
        clock,
        owner: 'one',
      });
    }

    it('waits for the store', async () => {
      failing = true;
      const { state, work } = endless();
      const working = whileHeld(options(unsteady()), work);
      await until(() => clock.sleeping === 1);
      expect(log.lines).toMatchObject([{ level: 'warn', data: { lease: name } }]);

      failing = false;
      await clock.advance(ttlMs / 3);
      await until(() => state.began === 1);
      stop.abort();
      await working;
    });

    it('goes on while time is left and stops before another could begin', async () => {
      const { state, work } = endless();
      const working = whileHeld(options(unsteady()), work);
      await until(() => clock.sleeping === 1);
      failing = true;
      await clock.advance(ttlMs / 3);
      await until(() => clock.sleeping === 1);
      expect(state.reasons).toEqual([]);

      await clock.advance(ttlMs / 3);
      await until(() => state.reasons.length === 1);
      expect(state.reasons).toMatchObject([{ code: 'lease-lost' }]);
      expect(clock.now().getTime()).toBeLessThan(Date.parse('2026-11-23T12:00:00.000Z') + ttlMs);
      stop.abort();
      await working;
    });
  });
});
