import { object, POSITIVE, WORD } from '../control/schema.pipe.js';

/** A turn of the clock: by milliseconds, or to an instant (ISO 8601, or a duration from now). */
export type ClockTurn = { readonly advanceMs: number } | { readonly now: string };

/** The shape of a `ClockTurn`. */
export const CLOCK_TURN_SCHEMA = {
  type: 'object',
  oneOf: [object({ advanceMs: POSITIVE }, 'advanceMs'), object({ now: WORD }, 'now')],
};
