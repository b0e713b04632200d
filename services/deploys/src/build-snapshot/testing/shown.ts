/** What Buildkite's API would show of a build at one instant; all times in milliseconds since the epoch. */
export interface Shown {
  /** The effective state: `blocked` wins over the word that Buildkite shows beside it. */
  readonly state: string;
  readonly createdAt: number;
  readonly scheduledAt: number | null;
  readonly startedAt: number | null;
  readonly failingAt: number | null;
  readonly finishedAt: number | null;
}
