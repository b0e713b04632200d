import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../time/system-clock.js';
import { ManualClock, RecordingLog } from '../testing/index.js';
import { CLOCK, LEASES, LOG } from '../tokens.js';
import { leaseCollection } from './lease-collection.js';
import { openLeases } from './leases.js';
import { recurring } from './recurring.js';

const firstMs = 600_000;
const everyMs = 12 * 3_600_000;

class Chore {
  done = 0;
  async once(): Promise<void> {
    this.done += 1;
  }
}

describe('Recurring work', () => {
  const documents = temporaryDocuments([leaseCollection]);

  it('is done soon after the start and then at intervals, until the service ends', async () => {
    const clock = new ManualClock();
    const given = [
      { provide: CLOCK, useValue: clock },
      { provide: LOG, useValue: new RecordingLog() },
      {
        provide: LEASES,
        useValue: openLeases({ documents: documents(), clock: systemClock, owner: 'one' }),
      },
    ];
    class Service {}
    Module({
      providers: [...given, Chore, recurring(Chore, { name: 'chores', what: 'A chore', firstMs, everyMs })],
    })(Service);
    const module = await Test.createTestingModule({ imports: [Service] }).compile();
    await module.init();
    const chore = module.get(Chore);

    await clock.advance(firstMs - 1);
    expect(chore.done).toBe(0);
    await clock.advance(1);
    while (chore.done < 2) {
      await clock.advance(everyMs);
      await pause(2);
    }
    await module.close();
    const before = chore.done;
    await clock.advance(everyMs);
    expect(chore.done).toBe(before);
  });
});
