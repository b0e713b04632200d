import fc from 'fast-check';
import type { EventStore, RecordedEvent } from '../port.js';
import { eventually } from '../testing/eventually.js';
import { FaultyEventStore, type SubscriptionFault } from '../testing/faulty-event-store.js';
import { ManualSleep } from '../testing/manual-sleep.js';
import { MemoryCheckpoints } from '../testing/memory-checkpoints.js';
import { newEvents, uniqueName } from '../testing/new-events.js';
import { temporaryEventStore, type TemporaryEventStore } from '../testing/temporary-event-store.js';
import { follow } from './follow.js';

const EVENTS = 6;

/** What goes wrong, each as often as it is in the list. */
const faults = fc.record({
  subscriptions: fc.array(
    fc.record({ after: fc.nat(5), how: fc.constantFrom<SubscriptionFault['how']>('ends', 'throws') }),
    { maxLength: 5 },
  ),
  handler: fc.nat(4),
  save: fc.nat(3),
  load: fc.nat(3),
  maxBatch: fc.integer({ min: 1, max: 4 }),
});
type Faults = typeof faults extends fc.Arbitrary<infer Value> ? Value : never;

/** Follows a stream of six events to its end through the faults. @returns what was handled, and each broken promise */
async function followThrough(inner: EventStore, { subscriptions, handler, save, load, maxBatch }: Faults) {
  const stream = uniqueName('s');
  await inner.append(stream, newEvents(EVENTS), { expectedRevision: 'no-stream' });
  const store = new FaultyEventStore(inner);
  store.failSubscriptions(...subscriptions);
  const checkpoints = new MemoryCheckpoints();
  checkpoints.fail({ save, load });
  const controller = new AbortController();
  const handled: RecordedEvent[] = [];
  const broken: string[] = [];
  const isKept = () => checkpoints.saved.some(({ position }) => position === handled.at(-1)?.position);
  let failures = handler;

  const following = follow({
    store,
    name: 'relay',
    prefixes: [stream],
    checkpoints: {
      load: (name) => checkpoints.load(name),
      save: (name, position) => {
        if (!handled.some((event) => event.position === position)) {
          broken.push(`${position} was kept before it was handled`);
        }
        return checkpoints.save(name, position);
      },
    },
    maxBatch,
    signal: controller.signal,
    sleep: new ManualSleep().sleep,
    handle: async (events) => {
      const next = Math.max(-1, ...handled.map(({ revision }) => revision)) + 1;
      const first = events[0]?.revision ?? Infinity;
      if (first > next) {
        broken.push(`${first} came before ${next}`);
      }
      if (failures > 0) {
        failures -= 1;
        throw new Error('not now');
      }
      handled.push(...events);
    },
  });
  await eventually(() => handled.at(-1)?.revision === EVENTS - 1 && isKept());
  controller.abort();
  await following;
  return { revisions: new Set(handled.map(({ revision }) => revision)), broken };
}

describe('Following through faults', () => {
  let temporary: TemporaryEventStore;

  beforeAll(async () => {
    temporary = await temporaryEventStore();
  });
  afterAll(() => temporary.close());

  it('handles every event, none before an earlier one, and keeps no checkpoint ahead of them', async () => {
    await fc.assert(
      fc.asyncProperty(faults, async (some) => {
        const { revisions, broken } = await followThrough(temporary.store, some);

        expect([...revisions].sort()).toEqual([0, 1, 2, 3, 4, 5]);
        expect(broken).toEqual([]);
      }),
      { numRuns: 100 },
    );
  }, 60_000);
});
