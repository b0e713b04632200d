import type { Priority } from '../governor/lanes.js';

/** Who waits for a request, and until when it is wanted. */
export interface Urgency {
  readonly priority: Priority;
  readonly signal?: AbortSignal | undefined;
}
