import type { SubscriptionMessage } from '../port.js';
import { newEvent } from '../testing/new-events.js';
import type { FilteredLog } from './filtered-log.js';
import { subscription } from './subscription.js';
import { WakeUp } from './wake-up.js';

/** A log in memory: true for an event that passes the filter. Counts how often it is asked for a page. */
class Log implements FilteredLog {
  pages = 0;
  readonly entries: boolean[];

  constructor(...entries: boolean[]) {
    this.entries = entries;
  }

  head(): number {
    return this.entries.length;
  }

  page(after: number) {
    this.pages += 1;
    const events = this.entries.flatMap((passes, index) =>
      passes && index >= after
        ? [{ ...newEvent(), stream: 's', revision: index, position: String(index + 1), recordedAt: '' }]
        : [],
    );
    return { events, through: this.head() };
  }
}

const shown = (message: SubscriptionMessage | undefined): string => {
  switch (message?.kind) {
    case 'event':
      return `event ${message.event.position}`;
    case 'checkpoint':
      return `checkpoint ${message.position}`;
    case 'caught-up':
      return 'caught-up';
    case undefined:
      return 'end';
  }
};

describe('A subscription', () => {
  const subscribe = (log: Log, after = 0) => {
    const controller = new AbortController();
    const wakeUp = new WakeUp();
    const messages = subscription({
      log,
      after,
      signal: controller.signal,
      nextCommit: (signal) => wakeUp.wait(signal),
    });
    const next = async () => {
      const { value } = await messages.next();
      return shown(value ?? undefined);
    };
    const take = async (count: number) => {
      const taken: string[] = [];
      for (let index = 0; index < count; index += 1) {
        taken.push(await next());
      }
      return taken;
    };
    return { take, next, ring: () => wakeUp.ring(), abort: () => controller.abort() };
  };

  it('delivers the backlog, tells how far it looked, catches up', async () => {
    expect(await subscribe(new Log(true, true, false)).take(4)).toEqual([
      'event 1',
      'event 2',
      'checkpoint 3',
      'caught-up',
    ]);
  });

  it('needs no checkpoint when the last event passed the filter', async () => {
    expect(await subscribe(new Log(false, true)).take(2)).toEqual(['event 2', 'caught-up']);
  });

  it('catches up at once behind the last event', async () => {
    expect(await subscribe(new Log(true, true), 2).take(1)).toEqual(['caught-up']);
  });

  it('delivers what is committed later and catches up only once', async () => {
    const log = new Log(true);
    const { take, next, ring, abort } = subscribe(log);
    await take(2);

    const later = next();
    log.entries.push(false, true);
    ring();
    expect(await later).toBe('event 3');

    const end = next();
    abort();
    expect(await end).toBe('end');
  });

  it('does not miss what is committed while a message is being handled', async () => {
    const log = new Log(true);
    const { take, next, ring } = subscribe(log);
    await take(2);
    log.entries.push(true);
    ring();

    expect(await next()).toBe('event 2');
  });

  it('rests while nothing is committed', async () => {
    const log = new Log(true);
    const { take, next, abort } = subscribe(log);
    await take(2);
    const waiting = next();
    for (let turn = 0; turn < 50; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(log.pages).toBe(1);
    abort();
    await waiting;
  });

  it('tells a live checkpoint once in a thousand filtered events, not at each', async () => {
    const log = new Log();
    const { take, next, ring } = subscribe(log);
    await take(1);
    const waiting = next();
    for (let count = 0; count < 999; count += 1) {
      log.entries.push(false);
      ring();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(log.pages).toBe(1_000);
    log.entries.push(false);
    ring();

    expect(await waiting).toBe('checkpoint 1000');
  });

  it('ends in the middle of a page when it is aborted', async () => {
    const { take, next, abort } = subscribe(new Log(true, true, true));
    await take(1);
    abort();

    expect(await next()).toBe('end');
  });
});
