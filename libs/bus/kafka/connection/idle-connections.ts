import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const patchedVersion = '2.2.4';

/** What the patch needs to know of kafkajs' `RequestQueue` (kafkajs 2.2.4, src/network/requestQueue/index.js). */
interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}
interface RequestQueueClass {
  readonly prototype: RequestQueue;
}

/**
 * Lets idle connections of kafkajs 2.2.4 sleep: it looks for requests that wait about every millisecond, also while
 * none does (tulios/kafkajs#1556, #1704). Any other version is left alone.
 * @param installed the version of kafkajs that runs
 * @returns whether the patch is in place
 */
export function letIdleConnectionsSleep(
  installed = installedVersion(),
  queues = requestQueueClass(),
): boolean {
  if (installed !== patchedVersion) return false;
  if (patched.has(queues)) return true;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its queue below
  const original = queues.prototype.scheduleCheckPendingRequests;
  queues.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) original.call(this);
  };
  patched.add(queues);
  return true;
}

const patched = new WeakSet<RequestQueueClass>();

function installedVersion(): string {
  return (require('kafkajs/package.json') as { version: string }).version;
}

function requestQueueClass(): RequestQueueClass {
  return require('kafkajs/src/network/requestQueue') as RequestQueueClass;
}
