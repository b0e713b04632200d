import { setTimeout as pause } from 'node:timers/promises';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock, RecordingLog } from '../testing/index.js';
import { atIntervals } from './at-intervals.js';
import { leaseCollection } from './lease-collection.js';
import { openLeases } from './leases.js';
import type { LeasedWork } from './while-held.js';

const everyMs = 60_000;

describe('Work at intervals', () => {
  const documents = temporaryDocuments([leaseCollection]);
  let clock: ManualClock;
  let log: RecordingLog;
  let stop: AbortController;
  let running: Promise<void>[];
  let name: string;
  let names = 0;

  beforeEach(() => {
    clock = new ManualClock();
    log = new RecordingLog();
    stop = new AbortController();
    running = [];
    name = `work ${(names += 1)}`;
  });
  afterEach(async () => {
    stop.abort(new Error('over'));
    await Promise.all(running);
  });

  function start(owner: string, work: LeasedWork, more: { readonly firstMs?: number } = {}): void {
    const leases = openLeases({ documents: documents(), clock, owner });
    const lease = { leases, clock, log, name, ttlMs: 600_000, signal: stop.signal };
    running.push(atIntervals({ ...lease, intervals: clock, everyMs, what: 'The work', ...more }, work));
  }

  /** Lets intervals pass until it is so. */
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await clock.advance(everyMs);
      await pause(2);
    }
  }

  it('is done after each interval, not before the first', async () => {
    let done = 0;
    start('one', async () => void (done += 1));
    await clock.advance(everyMs - 1);
    expect(done).toBe(0);
    await until(() => done >= 3);
  });

  it('may be done sooner for the first time', async () => {
    let done = 0;
    start('one', async () => void (done += 1), { firstMs: 1_000 });
    await clock.advance(999);
    expect(done).toBe(0);
    await clock.advance(1);
    while (done === 0) await pause(2);
    await clock.advance(everyMs - 1);
    expect(done).toBe(1);
  });

  it('is done again after a failure, which is told', async () => {
    let tries = 0;
    start('one', async () => {
      tries += 1;
      throw new Error('no room');
    });
    await until(() => tries >= 2);
    expect(log.lines).toContainEqual({
      level: 'warn',
      data: { error: new Error('no room') },
      message: 'The work failed; the next time it is done again',
    });
  });

  it('is left to the one who is at it', async () => {
    const at: string[] = [];
    let finish: () => void = () => undefined;
    const work = (owner: string) => () => {
      at.push(owner);
      return new Promise<void>((resolve) => (finish = resolve));
    };
    start('one', work('one'));
    start('two', work('two'));
    await until(() => at.length > 0);
    await clock.advance(everyMs);
    await pause(20);
    expect(at).toHaveLength(1);
    finish();
  });

  it('ends when it is told to', async () => {
    let done = 0;
    start('one', async () => void (done += 1));
    stop.abort(new Error('over'));
    await Promise.all(running);
    await clock.advance(everyMs);
    expect(done).toBe(0);
  });
});
