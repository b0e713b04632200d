import type { Priority } from '../governor/lanes.js';

/** Who waits for a request, and until when it is wanted. */
export interface Urgency {
  readonly priority: Priority;
  readonly signal?: AbortSignal | undefined;
  /** How long it may wait for its turn, in milliseconds, if not as long as its priority lets it. */
  readonly patienceMs?: number | undefined;
}
