import { v5 as uuidv5 } from 'uuid';
import type { DomainEvent } from '../decider.js';
import type { EventData, NewEvent } from '../port.js';

/** What is known about a command besides what it says. */
export interface CommandContext {
  /** UUID of the command; the same whenever the same command comes again. */
  readonly commandId: string;
  /** When the command came: RFC 3339, UTC. Kept with its events; what a decision depends on lies in the command. */
  readonly at?: string;
  /** Further bookkeeping to keep with its events: `by`, `traceparent`. Never a secret. */
  readonly metadata?: EventData;
}

/**
 * The events of a command on their way into the stream. Their ids are UUIDv5 of command id and index, so that a repeat
 * is recognised.
 * @throws TypeError when the command id is no UUID
 */
export function commandEvents(events: readonly DomainEvent[], context: CommandContext): NewEvent[] {
  const { commandId, at, metadata } = context;
  return events.map(({ type, data }, index) => ({
    id: uuidv5(String(index), commandId),
    type,
    data: data as EventData,
    metadata: { ...metadata, ...(at === undefined ? {} : { at }), commandId },
  }));
}
