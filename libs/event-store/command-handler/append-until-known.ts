import { OutcomeUnknown } from '../errors.js';
import type { EventStore, ExpectedRevision, NewEvent } from '../port.js';

/**
 * Appends, and repeats the append as it was while nobody knows whether it was written.
 * @throws RevisionConflict when the stream has moved on; then nothing of it was written
 * @throws OutcomeUnknown when it is still not known after `attempts`
 */
export async function appendUntilKnown(
  store: Pick<EventStore, 'append'>,
  stream: string,
  events: readonly NewEvent[],
  expectedRevision: ExpectedRevision,
  attempts = 3,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await store.append(stream, events, { expectedRevision });
      return;
    } catch (error) {
      if (!(error instanceof OutcomeUnknown) || attempt >= attempts) {
        throw error;
      }
    }
  }
}
