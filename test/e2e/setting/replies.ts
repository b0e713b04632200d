/** What the tests read of the API's replies; the full shapes are in /openapi.json. */
export interface ProblemReply {
  readonly type: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly {
    readonly pointer?: string;
    readonly parameter?: string;
    readonly code: string;
    readonly message: string;
  }[];
}

export interface ConnectionReply {
  readonly id: string;
  readonly label: string;
  readonly buildkite: {
    readonly organizations: readonly { readonly slug: string }[];
    readonly tokenExpiresAt: string | null;
  };
  readonly warnings: readonly string[];
  readonly defaultFor?: readonly string[];
  readonly health?: { readonly state: string; readonly problems: readonly Placed[] };
}

/** What is wrong with a connection, and where. */
export interface Placed {
  readonly code: string;
  readonly since: string;
  readonly buildkiteOrganization: string | null;
}

export interface IntegrationReply {
  readonly connected: boolean;
  readonly tokenUrl: string;
  readonly connections: readonly ConnectionReply[];
  readonly defaultBuildServers: readonly { readonly project: string; readonly connection: string }[];
  readonly codeDeploymentBuildServers: readonly unknown[];
  readonly needsAttention: readonly ({ readonly connection: string; readonly message: string } & Placed)[];
}

export interface DeployReply {
  readonly id: string;
  readonly project: string;
  readonly codeDeployment: string;
  readonly environment: string;
  readonly repository: string;
  readonly sha: string;
  readonly deployedAt: string;
  readonly registeredAt: string;
  readonly rollback: boolean;
}

export interface JobReply {
  readonly name: string;
  readonly type: string;
  readonly state: string;
  readonly softFailed: boolean;
  readonly attempts: number;
  readonly earlier: readonly { readonly state: string }[];
}

export interface JobsReply {
  readonly lookedAt: string;
  readonly total: number;
  readonly byState: readonly { readonly state: string; readonly jobs: number }[];
  readonly softFailed: number;
  readonly countsComplete: boolean;
  readonly omitted: number;
  readonly items: readonly JobReply[];
}

export interface BuildReply {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly certainty: string;
  readonly counts: boolean;
  readonly afterDeploy?: boolean;
  readonly pipeline: { readonly slug: string };
  readonly sha: string | null;
  readonly jobs: JobsReply | null;
}

export interface BuildsReply {
  readonly deploy: DeployReply;
  readonly status: 'not-configured' | 'collecting' | 'taken';
  readonly revision: number | null;
  readonly revisions: number;
  readonly complete: boolean | null;
  readonly verdict: string | null;
  readonly builds: readonly BuildReply[];
  readonly changes: readonly { readonly what: string; readonly build?: string }[];
  readonly because: readonly { readonly type: string; readonly id: string | null }[];
}

export interface LatestReply {
  readonly view: 'latest';
  readonly verdict: string;
  readonly builds: readonly BuildReply[];
}

interface RequestBudgetReply {
  readonly limit: number;
  readonly ceiling: number;
  readonly used: number;
  readonly remaining: number | null;
  readonly limitedForMs: number;
}

export interface CollectionReply {
  readonly lagSeconds: number | null;
  readonly requestBudget: RequestBudgetReply | null;
  readonly buildkiteOrganizations: readonly {
    readonly slug: string;
    readonly readUpTo: string | null;
    readonly lagSeconds: number | null;
    readonly failing: { readonly code: string; readonly detail: string; readonly since: string } | null;
    readonly requestBudget: RequestBudgetReply | null;
  }[];
}
