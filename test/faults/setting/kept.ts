import type { Bus } from '#libs/bus';
import type { Documents } from '#libs/documents';
import type { EventStore } from '#libs/event-store';

/** The engines with what a product keeps in them. */
export interface Kept {
  readonly eventStore: EventStore;
  readonly bus: Bus;
  readonly documents: Documents;
}
