import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../port.js';

/** A name that no other test and no other run has: what is in the store already does not matter. */
export function uniqueName(word: string): string {
  return `${word}${randomUUID().replaceAll('-', '')}`;
}

/** An event with an id of its own and some data of every JSON kind. */
export function newEvent(text = 'something'): NewEvent {
  return {
    id: randomUUID(),
    type: 'SomethingHappened',
    data: { text, count: 7, flag: true, nothing: null, list: [1, 'two', { three: 3 }] },
    metadata: { commandId: randomUUID() },
  };
}

/** So many events, each with an id of its own. */
export function newEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, index) => newEvent(`number ${index}`));
}
