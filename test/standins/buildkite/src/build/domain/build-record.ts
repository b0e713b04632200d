import type { ScriptStep } from './change.js';
import type { JobPlan } from './job-plan.js';

/** A person as Buildkite names one; the id is derived from the e-mail address. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** The author of a commit; Buildkite also shows a bare e-mail address or nothing. */
export type Author = (Person & { readonly username?: string }) | string | null;

/** The pull request a build was made for; `repository` is the fork's when it came from one. */
export interface PullRequest {
  readonly id: string;
  readonly base: string;
  readonly repository: string;
}

/** Everything about a build that its script does not change, and the script. All times are epoch milliseconds. */
export interface BuildRecord {
  readonly id: string;
  readonly number: number;
  readonly organization: string;
  readonly pipelineId: string;
  /** Order of being added; of two builds created in the same millisecond the later one is listed first. */
  readonly sequence: number;
  readonly createdAtMs: number;
  /** From when on the lists show it: Buildkite's lists may lag behind a push by seconds. */
  readonly listedAtMs: number;
  readonly message: string | null;
  readonly commit: string;
  readonly branch: string;
  readonly tag: string | null;
  readonly source: string;
  readonly author: Author;
  readonly creator: Person | null;
  readonly env: Readonly<Record<string, string>>;
  readonly metaData: Readonly<Record<string, string>>;
  readonly pullRequest: PullRequest | null;
  readonly mergeQueueBaseBranch: string | null;
  /** The id of the build that this one repeats. */
  readonly rebuiltFrom: string | null;
  /** The id of the build whose trigger step made this one. */
  readonly triggeredFrom: string | null;
  readonly jobs: readonly JobPlan[];
  /** In the order of their instants, none before `createdAtMs`. */
  readonly script: readonly ScriptStep[];
}
