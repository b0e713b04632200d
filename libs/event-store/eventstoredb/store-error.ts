import { EventStoreUnreachable, EventStoreUnusable, EventUnreadable } from '../errors.js';
import { Closed } from './client/within.js';
import { classify, reasonOf } from './translation/failure.js';

/**
 * The error of this library for whatever went wrong while the store was asked for something. The client's error is its
 * cause; it holds what the server said, never what was sent.
 */
export function storeError(error: unknown, hosts: string): unknown {
  if (error instanceof EventStoreUnusable || error instanceof EventUnreadable || error instanceof Closed) {
    return error;
  }
  const { kind } = classify(error);
  switch (kind) {
    case 'login-refused':
      return new EventStoreUnusable(
        'event-store-login-refused',
        `The event store at ${hosts} refuses the login. Check user and password in EVENTSTORE_URL, and that they are percent-encoded.`,
        { cause: error },
      );
    case 'access-denied':
      return new EventStoreUnusable(
        'event-store-access-denied',
        `The event store at ${hosts} denies the user of EVENTSTORE_URL access. Let the user read $all and read and write user streams; let one of $admins provision.`,
        { cause: error },
      );
    case 'no-answer':
    case 'not-leader':
      return new EventStoreUnreachable(hosts, reasonOf(error), { cause: error });
    case 'conflict':
    case 'stream-not-found':
    case 'stream-deleted':
    case 'refused':
      return error;
  }
}
