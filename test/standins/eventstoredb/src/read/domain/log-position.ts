/** A place in the log. Events lie at equal positions; a place behind an event has its end as commit and 0 as prepare. */
export interface LogPosition {
  readonly commit: number;
  readonly prepare: number;
}

export const START: LogPosition = { commit: 0, prepare: 0 };

/** Negative when a lies before b, 0 when they are the same place. */
export function comparePositions(a: LogPosition, b: LogPosition): number {
  return a.commit === b.commit ? a.prepare - b.prepare : a.commit - b.commit;
}

/** The place of an event. */
export function positionOf({ position }: { readonly position: number }): LogPosition {
  return { commit: position, prepare: position };
}
