import type { Author, Person, PullRequest } from './domain/build-record.js';
import type { BuildChange } from './domain/change.js';
import type { JobPlan } from './domain/job-plan.js';

/** A step of a script as a test writes it; `at` is an ISO 8601 instant or a duration from the build's creation. */
export type StepSpec = BuildChange & { readonly at: string };

/** A build as a test writes it; only the pipeline and the commit have no default. */
export interface BuildSpec {
  /** The slug; default: the organization that was added first. */
  readonly organization?: string;
  readonly pipeline: string;
  readonly commit: string;
  /** A UUID; default: a new one. */
  readonly id?: string;
  /** Default: the next number of the pipeline. */
  readonly number?: number;
  /** An ISO 8601 instant or a duration from the stand-in's now; default: now. */
  readonly createdAt?: string;
  /** From when on the lists show it, from its creation; default: at once. */
  readonly listedAt?: string;
  readonly message?: string | null;
  readonly branch?: string;
  readonly tag?: string | null;
  readonly source?: string;
  readonly author?: Author;
  readonly creator?: Person | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly metaData?: Readonly<Record<string, string>>;
  readonly pullRequest?: PullRequest | null;
  readonly mergeQueueBaseBranch?: string | null;
  /** The id of a build that is there. */
  readonly rebuiltFrom?: string;
  /** The id of a build that is there. */
  readonly triggeredFrom?: string;
  readonly jobs?: readonly JobPlan[];
  /** Default: scheduled at its creation, and nothing more. */
  readonly script?: readonly StepSpec[];
}

/** What the control API answers about a build that was added. */
export interface AddedBuild {
  readonly id: string;
  readonly number: number;
  readonly organization: string;
  readonly pipeline: string;
  readonly commit: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}
