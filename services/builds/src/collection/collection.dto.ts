export class CycleView {
  /** RFC 3339, UTC. */
  startedAt!: string;
  /** RFC 3339, UTC. */
  finishedAt!: string;
  /** `complete`: all Buildkite organizations of the connection were read; else the code of what went wrong first. */
  outcome!: string;
  /** Builds of repositories deployed here that were seen. */
  builds!: number;
}

export class RequestBudgetView {
  /** Requests that Buildkite allows in a minute. */
  limit!: number;
  /** The most of them that are used. */
  ceiling!: number;
  /** Requests under way and of the last minute, of all instances. */
  used!: number;
  /** Requests left as Buildkite last showed it; null when it has not lately. */
  remaining!: number | null;
  /** Milliseconds for which nothing is sent, because Buildkite refused. */
  limitedForMs!: number;
}

export class BackfillRefusalView {
  /** Slug of the Buildkite organization. */
  buildkiteOrganization!: string;
  /** Slug of the pipeline; null when the organization shows none of them. */
  pipeline!: string | null;
}

export class FailingView {
  /** A stable word, e.g. `organization-not-accessible`, `scope-missing`, `rate-limited`, `buildkite-unavailable`. */
  code!: string;
  /** What is wrong, in a sentence. */
  detail!: string;
  /** RFC 3339, UTC: since when every attempt has ended so. */
  since!: string;
}

export class CollectedOrganizationView {
  slug!: string;
  /** Up to when its lists have been read, by Buildkite's clock: RFC 3339, UTC; null when they never were. */
  readUpTo!: string | null;
  /**
   * Seconds since its lists were read; while they never were, since that was first tried with this token. Null before the
   * first attempt.
   */
  lagSeconds!: number | null;
  /** What keeps its lists from being read; null when the last attempt went well, and before the first. */
  failing!: FailingView | null;
  /** What is left of Buildkite's limit of this organization, as all instances know it; null while the token cannot be read. */
  requestBudget!: RequestBudgetView | null;
}

export class BackfillView {
  /** `host/owner/name` in lower case. */
  repository!: string;
  /** `waiting` for its turn or for what Buildkite refused, `running`, or `done`. */
  state!: 'waiting' | 'running' | 'done';
  /** Pages of builds that have been read. */
  done!: number;
  /** Builds of the repository that were seen. */
  found!: number;
  /** Pages that are left, as far as can be told; null before it is known what there is to read. */
  pagesLeft!: number | null;
  /** Seconds that are left at the pace so far; null before the first page. */
  secondsLeft!: number | null;
  /**
   * What Buildkite refused to show when it was asked last. It is asked again every hour for a day, then once a day.
   */
  refused!: BackfillRefusalView[];
  /** RFC 3339, UTC; null before it was begun. */
  startedAt!: string | null;
  /** RFC 3339, UTC; null before it was done. */
  finishedAt!: string | null;
}

export class CollectionView {
  connection!: string;
  /** The last round of polling; null before the first. */
  lastCycle!: CycleView | null;
  /** RFC 3339, UTC; null while there is to be none: the connection never served a project, or its token is rejected. */
  nextCycleAt!: string | null;
  /**
   * The lag of the Buildkite organization that is furthest behind, one that was never read included; null while that of
   * any is not known: it has not been tried yet.
   */
  lagSeconds!: number | null;
  /** How each Buildkite organization of the connection is read, in the order in which that is done. */
  buildkiteOrganizations!: CollectedOrganizationView[];
  /** The reading of what was built before the connection began to serve a repository: the latest of each repository. */
  backfills!: BackfillView[];
  /** Builds under way that are followed to their end. */
  following!: number;
  /** Deploys whose commit is still to be looked up. */
  pendingLookUps!: number;
  /** When Buildkite last delivered a webhook to the connection, to ten seconds: RFC 3339, UTC; null before the first. */
  lastWebhookAt!: string | null;
  /** What is left of Buildkite's limit of the token's user, as all instances know it; null while the token cannot be read. */
  requestBudget!: RequestBudgetView | null;
}
