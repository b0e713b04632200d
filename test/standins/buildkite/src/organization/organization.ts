/** An organization at Buildkite. */
export interface Organization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly createdAtMs: number;
  /** Requests in 60 s; undefined: the stand-in's setting. */
  readonly rateLimit?: number;
}

/** An organization as a test writes it. */
export interface OrganizationSpec {
  readonly slug: string;
  readonly name?: string;
  readonly id?: string;
  readonly rateLimit?: number;
}
