import { randomUUID } from 'node:crypto';
import type { ProposedEvent, RecordedEvent } from '../src/log/domain/recorded-event.js';

/** An event that nobody has recorded yet. */
export function proposedEvent(overrides: Partial<ProposedEvent> = {}): ProposedEvent {
  return {
    id: randomUUID(),
    type: 'Happened',
    isJson: true,
    data: Buffer.from('{"a":1}'),
    metadata: new Uint8Array(),
    ...overrides,
  };
}

/** An event as the log holds it, 100 bytes long unless said otherwise. */
export function recordedEvent(overrides: Partial<RecordedEvent> = {}): RecordedEvent {
  const position = overrides.position ?? 0;
  return {
    ...proposedEvent(),
    position,
    next: position + 100,
    stream: 'orders-1',
    revision: 0,
    createdMs: 0,
    ...overrides,
  };
}
