import { createRequire } from 'node:module';
import { jest } from '@jest/globals';
import { letIdleConnectionsSleep } from './idle-connections.js';

interface Queue {
  pending: object[];
  throttledUntil: number;
  scheduleCheckPendingRequests(): void;
  checkPendingRequests(): void;
  fulfillRequest(answer: object): void;
  destroy(): void;
}
type QueueClass = (new (options: object) => Queue) & { readonly prototype: Queue };

const nothing = () => undefined;
const logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** A class of its own each time, so that no test sees another one's patch. */
function freshQueueClass(): QueueClass {
  const Original = requestQueueClass();
  class Fresh extends Original {}
  Fresh.prototype.scheduleCheckPendingRequests = original;
  return Fresh;
}

/** As kafkajs has it, whatever other tests in this process did. */
const original = requestQueueClass().prototype.scheduleCheckPendingRequests;

function requestQueueClass(): QueueClass {
  return createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as QueueClass;
}

function timersOfASecond(Queues: QueueClass, change: (queue: Queue) => void = nothing): number {
  jest.useFakeTimers();
  const queue = new Queues({
    requestTimeout: 1000,
    enforceRequestTimeout: false,
    clientId: 'c',
    broker: 'b',
    logger,
  });
  change(queue);
  const timers = jest.spyOn(globalThis, 'setTimeout');
  queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
  jest.advanceTimersByTime(1000);
  const scheduled = timers.mock.calls.length;
  queue.destroy();
  timers.mockRestore();
  jest.useRealTimers();
  return scheduled;
}

describe('An idle connection of kafkajs', () => {
  it('wakes all the time as kafkajs comes', () => {
    expect(timersOfASecond(freshQueueClass())).toBeGreaterThan(100);
  });

  it('sleeps once it is patched', () => {
    const queues = freshQueueClass();
    expect(letIdleConnectionsSleep('2.2.4', queues)).toBe(true);
    expect(timersOfASecond(queues)).toBe(0);
  });

  it('still looks after a request that has to wait', () => {
    const queues = freshQueueClass();
    letIdleConnectionsSleep('2.2.4', queues);
    const sent = jest.fn();
    const waiting = { send: sent, expectResponse: true, correlationId: 2 };
    timersOfASecond(queues, (queue) => {
      queue.throttledUntil = Date.now() + 300;
      queue.pending.push(waiting);
    });
    expect(sent).toHaveBeenCalledTimes(1);
  });

  it('is patched once, however often it is asked for', () => {
    const queues = freshQueueClass();
    letIdleConnectionsSleep('2.2.4', queues);
    const patched = Object.getOwnPropertyDescriptor(queues.prototype, 'scheduleCheckPendingRequests')
      ?.value as unknown;
    expect(letIdleConnectionsSleep('2.2.4', queues)).toBe(true);
    expect(Object.getOwnPropertyDescriptor(queues.prototype, 'scheduleCheckPendingRequests')?.value).toBe(
      patched,
    );
  });

  it('is left alone in any other version', () => {
    const queues = freshQueueClass();
    expect(letIdleConnectionsSleep('2.2.5', queues)).toBe(false);
    expect(timersOfASecond(queues)).toBeGreaterThan(100);
  });

  it('is patched in the version that is installed', () => {
    expect(letIdleConnectionsSleep()).toBe(true);
  });
});
