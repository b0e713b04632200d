import { EventStoreUnusable } from '../../errors.js';

/** That the URL cannot be used. @param reason a sentence that repeats nothing secret of it */
export function invalidUrl(reason: string): EventStoreUnusable {
  return new EventStoreUnusable('event-store-url-invalid', `EVENTSTORE_URL cannot be used. ${reason}`);
}

/**
 * The percent-encoded text as it was meant.
 * @throws EventStoreUnusable `event-store-url-invalid` when a % in it begins no such code
 */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidUrl('A % in it is written %25.');
  }
}
