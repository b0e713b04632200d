import type {
  BuildJobsObserved,
  BuildObserved,
  BuildServerFact,
  CommitLookedUp,
  SnapshotChange,
  SnapshotContent,
} from '#libs/contracts';
import type { CollectionDefinition, Document } from '#libs/documents';

/** A deploy as it is shown. */
export interface DeployDocument {
  readonly id: string;
  readonly organization: string;
  readonly project: string;
  readonly codeDeployment: string;
  readonly environment: string;
  /** `host/owner/name`. */
  readonly repository: string;
  readonly sha: string;
  /** T: RFC 3339, UTC, whole second. */
  readonly deployedAt: string;
  readonly registeredAt: string;
  readonly rollback: boolean;
  readonly isDeleted: boolean;
  /** Place in the order of lists: T, then id. */
  readonly order: string;
  /** What builds are tied by: organization, repository and SHA. */
  readonly tie: string;
  /** Revision of its stream that said so last. */
  readonly revision: number;
}

/** A look at a build. Looks at one build lie side by side: their ids begin with its key. */
export interface LookDocument extends BuildObserved {
  /** See lookId. */
  readonly id: string;
  /** Organization, connection and build id: all looks at one build have it. */
  readonly buildKey: string;
  /** Organization, repository and SHA, while the look shows a full SHA. */
  readonly tie: string | null;
}

/** That some look showed this build with this tie. Small and few, so that builds are found without reading looks. */
export interface BuildTieDocument {
  /** Both keys together. */
  readonly id: string;
  readonly connection: string;
  readonly buildKey: string;
  /** `untied` while no full SHA was shown. */
  readonly tie: string;
  /** When the build was created: RFC 3339, UTC. */
  readonly createdAt: string;
}

/** The tie of a build that shows no full SHA: no deploy has it. */
export const untied = '';

/** A look at the jobs of a build, kept as looks at builds are. */
export interface JobsLookDocument extends BuildJobsObserved {
  /** See lookId. */
  readonly id: string;
  readonly buildKey: string;
}

/** A look-up of a commit, kept under the id of its event. */
export interface LookUpDocument extends CommitLookedUp {
  readonly id: string;
}

/** A fact that sets or clears a build server, kept under the id of its event. */
export interface BuildServerDocument {
  readonly id: string;
  readonly organization: string;
  readonly project: string;
  readonly fact: BuildServerFact;
}

/** A revision of a deploy's snapshot. */
export interface RevisionDocument {
  /** `deploy/revision` */
  readonly id: string;
  readonly organization: string;
  readonly deploy: string;
  readonly revision: number;
  readonly connection: string;
  readonly at: string;
  readonly content: SnapshotContent;
  readonly changes: readonly SnapshotChange[];
  readonly omittedChanges?: number;
  readonly because: readonly { readonly type: string; readonly id: string | null }[];
}

/** The collections of one generation of the read model; a rebuild makes the next generation beside it. */
export interface GenerationDefinitions {
  readonly deploys: CollectionDefinition<DeployDocument>;
  readonly looks: CollectionDefinition<LookDocument>;
  readonly buildTies: CollectionDefinition<BuildTieDocument>;
  readonly jobsLooks: CollectionDefinition<JobsLookDocument>;
  readonly lookUps: CollectionDefinition<LookUpDocument>;
  readonly buildServers: CollectionDefinition<BuildServerDocument>;
  readonly revisions: CollectionDefinition<RevisionDocument>;
}

/** The definitions of a generation's collections. */
export function generation(number: number): GenerationDefinitions {
  return {
    deploys: {
      name: `deploys-g${number}`,
      indexes: [
        { fields: ['tie'] },
        { fields: ['organization', 'isDeleted', 'order'] },
        { fields: ['organization', 'sha'] },
        { fields: ['organization', 'project'] },
        { fields: ['organization', 'codeDeployment', 'environment', 'order'] },
      ],
    },
    looks: { name: `looks-g${number}`, indexes: [] },
    buildTies: {
      name: `build-ties-g${number}`,
      indexes: [{ fields: ['buildKey'] }, { fields: ['tie'] }, { fields: ['createdAt'] }],
    },
    jobsLooks: { name: `jobs-looks-g${number}`, indexes: [] },
    lookUps: { name: `commit-look-ups-g${number}`, indexes: [{ fields: ['organization', 'sha'] }] },
    buildServers: { name: `build-servers-g${number}`, indexes: [{ fields: ['organization', 'project'] }] },
    revisions: { name: `snapshot-revisions-g${number}`, indexes: [{ fields: ['deploy', 'revision'] }] },
  };
}

/** What ties a build to a deploy, as one text. */
export function tieOf(organization: string, repository: string, sha: string): string {
  return `${organization} ${repository} ${sha}`;
}

/** What all looks at one build through one connection have in common, as one text. */
export function buildKeyOf(organization: string, connection: string, build: string): string {
  return `${organization} ${connection} ${build}`;
}

/** All definitions of a generation. */
export function definitionsOf(number: number): CollectionDefinition<Document>[] {
  return Object.values(generation(number)) as CollectionDefinition<Document>[];
}

/** Under which a look is kept: the key of its build, then the id of its event. */
export function lookId(buildKey: string, event: string): string {
  return `${buildKey} ${event}`;
}

/** The ids of all looks at a build, as a condition. */
export function lookIds(buildKey: string): { readonly gt: string; readonly lt: string } {
  return { gt: `${buildKey} `, lt: `${buildKey}!` };
}
