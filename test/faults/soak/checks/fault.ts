/** Something that a run should not have left. */
export interface Fault {
  readonly what: string;
  /** What it is about, as far as that can be said. */
  readonly sha?: string;
  readonly build?: string;
  readonly deploy?: string;
  readonly connection?: string;
  /** The moment that it is about, milliseconds since the epoch. */
  readonly atMs?: number;
}

/** One promise, and all that was found against it. */
export interface Check {
  readonly name: string;
  readonly faults: readonly Fault[];
}
