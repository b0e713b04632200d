import fc from 'fast-check';
import { DeliveryQueue, type Delivery } from './delivery-queue.js';

function delivery(name: string, webhookId = 'hook'): Delivery {
  const event = { event: 'build.running', atMs: 0, job: null } as const;
  return { webhookId, buildId: name, event, isDoubled: false };
}

/** What a queue gives at an instant, by name. */
function taken(queue: DeliveryQueue, nowMs: number): string[] {
  return queue.take(nowMs).map(({ buildId }) => buildId);
}

describe('the queue of deliveries', () => {
  it('gives what is due, the earliest first, each once', () => {
    const queue = new DeliveryQueue();
    queue.put(delivery('late'), 30, false);
    queue.put(delivery('early'), 10, false);
    queue.put(delivery('early too'), 10, false);
    expect(queue.nextDueMs()).toBe(10);
    expect(taken(queue, 9)).toEqual([]);
    expect(taken(queue, 29)).toEqual(['early', 'early too']);
    expect(queue.length).toBe(1);
    expect(taken(queue, 30)).toEqual(['late']);
    expect(queue.nextDueMs()).toBeUndefined();
  });

  it('lets the next delivery of the webhook overtake', () => {
    const queue = new DeliveryQueue();
    expect(queue.put(delivery('slow'), 10, true)).toBe(false);
    expect(taken(queue, 10)).toEqual([]);
    queue.put(delivery('other', 'another hook'), 20, false);
    expect(taken(queue, 20)).toEqual(['other']);
    expect(queue.put(delivery('quick'), 30, false)).toBe(true);
    expect(taken(queue, 30)).toEqual(['quick', 'slow']);
  });

  it('swaps two neighbours, also when the second one was to be overtaken, too', () => {
    const queue = new DeliveryQueue();
    queue.put(delivery('a'), 10, true);
    expect(queue.put(delivery('b'), 10, true)).toBe(true);
    queue.put(delivery('c'), 10, false);
    expect(taken(queue, 10)).toEqual(['b', 'a', 'c']);
  });

  it('does not let a delivery wait for more than a minute for one that never comes', () => {
    const queue = new DeliveryQueue();
    queue.put(delivery('alone'), 10, true);
    expect(queue.nextDueMs()).toBe(60_010);
    expect(taken(queue, 60_009)).toEqual([]);
    expect(taken(queue, 60_010)).toEqual(['alone']);
    expect(queue.put(delivery('next'), 60_011, false)).toBe(false);
  });

  it('loses nothing and repeats nothing, however it is filled and emptied', () => {
    const puts = fc.array(
      fc.record({ dueMs: fc.nat(100_000), isOvertaken: fc.boolean(), hook: fc.constantFrom('a', 'b') }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(puts, fc.array(fc.nat(100_000)), (all, instants) => {
        const queue = new DeliveryQueue();
        const came: string[] = [];
        all.forEach(({ dueMs, isOvertaken, hook }, index) => {
          queue.put(delivery(String(index), hook), dueMs, isOvertaken);
          const instant = instants[index];
          if (instant !== undefined) came.push(...taken(queue, instant));
        });
        came.push(...taken(queue, Infinity));
        expect(came.toSorted()).toEqual(all.map((_, index) => String(index)).toSorted());
        expect(queue.length).toBe(0);
      }),
    );
  });

  it('is empty once it is cleared', () => {
    const queue = new DeliveryQueue();
    queue.put(delivery('gone'), 10, false);
    queue.clear();
    expect(taken(queue, Infinity)).toEqual([]);
  });
});
