import type { Person } from '../build/domain/build-record.js';

/** A pipeline at Buildkite; several may build the same repository. */
export interface Pipeline {
  readonly id: string;
  readonly organization: string;
  /** Changes when the pipeline is renamed. */
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly repository: string;
  readonly defaultBranch: string;
  readonly provider: string;
  readonly env: Readonly<Record<string, string>>;
  readonly createdBy: Person;
  readonly createdAtMs: number;
  readonly archivedAtMs: number | null;
}

/** A pipeline as a test writes it; only the slug has no default. */
export interface PipelineSpec {
  readonly slug: string;
  /** Default: the organization that was added first. */
  readonly organization?: string;
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  /** Default: `git@github.com:<organization>/<slug>.git`. */
  readonly repository?: string;
  readonly defaultBranch?: string;
  readonly provider?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** What may be changed of a pipeline that is there. */
export interface PipelineChange {
  readonly slug?: string;
  readonly name?: string;
  readonly repository?: string;
  readonly archived?: boolean;
}
