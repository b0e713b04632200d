import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '#libs/platform';
import { leaseCollection, ManualClock, openLeases, RecordingLog } from '#libs/platform/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import type { ForgetBuilds } from './forget-builds.js';
import { Forgetting } from './forgetting.js';

const tenMinutes = 600_000;
const halfADay = 12 * 3_600_000;

describe('Forgetting', () => {
  const documents = temporaryDocuments([leaseCollection]);

  it('happens soon after the start and then twice a day, until the service ends', async () => {
    const clock = new ManualClock();
    let sweeps = 0;
    const once = async () => (sweeps += 1);
    const leases = openLeases({ documents: documents(), clock: systemClock, owner: 'one' });
    const forgetting = new Forgetting(clock, leases, new RecordingLog(), { once } as unknown as ForgetBuilds);
    forgetting.onApplicationBootstrap();
    await clock.advance(tenMinutes - 1);
    expect(sweeps).toBe(0);
    await clock.advance(1);
    while (sweeps < 2) {
      await clock.advance(halfADay);
      await pause(2);
    }
    await forgetting.onApplicationShutdown();
    const before = sweeps;
    await clock.advance(halfADay);
    expect(sweeps).toBe(before);
  });
});
