import { IsIn, IsOptional } from 'class-validator';
import { WholeNumberParameter } from '#libs/platform';
import { JobsView } from './build-jobs.dto.js';
import { DeployView } from '../deploy/deploy.dto.js';

export class BuildsTabQuery {
  /** The revision to show; without it the newest. */
  @IsOptional()
  @WholeNumberParameter({ min: 1, max: 1_000_000 })
  revision?: number;

  /** `latest`: the builds as they are now, beside the snapshot. */
  @IsOptional()
  @IsIn(['latest'])
  view?: 'latest';
}

export class PipelineView {
  id!: string;
  slug!: string;
  name!: string;
}

export class PullRequestView {
  id!: string;
  repository!: string | null;
}

export class RebuiltFromView {
  id!: string;
  number!: number;
}

export class TriggeredFromView {
  id!: string;
  number!: number;
  pipeline!: string;
}

export class ShownBuild {
  id!: string;
  number!: number;
  webUrl!: string | null;
  pipeline!: PipelineView;
  repository!: string;
  commit!: string;
  sha!: string | null;
  branch!: string;
  tag!: string | null;
  message!: string | null;
  source!: string | null;
  creator!: string | null;
  /** The state of the build; unknown ones are Buildkite's own word. */
  state!: string;
  createdAt!: string;
  scheduledAt!: string | null;
  startedAt!: string | null;
  failingAt!: string | null;
  finishedAt!: string | null;
  pullRequest!: PullRequestView | null;
  rebuiltFrom!: RebuiltFromView | null;
  triggeredFrom!: TriggeredFromView | null;
  /** When Buildkite showed this: RFC 3339, UTC. */
  lookedAt!: string;
  /** True for the build of its pipeline that counts for the verdict. */
  counts!: boolean;
  /** Its jobs at the moment of the deploy, with `view=latest` as they were seen last; null while they have not been looked at. */
  jobs!: JobsView | null;
}

export class SnapshotBuildView extends ShownBuild {
  /** How sure `state` is: `observed`, `derived`, `uncertain` or `last-known`. */
  certainty!: string;
}

export class LatestBuildView extends ShownBuild {
  /** True for a build created after the deploy, which is in no revision. */
  afterDeploy!: boolean;
}

export class ChangeView {
  /** `build-added`, `build-removed`, `build-changed`, `verdict-changed` or `completeness-changed`. */
  what!: string;
  build?: string;
  field?: string;
}

export class CauseView {
  /** CloudEvents type of a fact, or `deadline`. */
  type!: string;
  id!: string | null;
}

export class SnapshotView {
  deploy!: DeployView;
  /** `not-configured`: no build server serves the deploy. `collecting`: facts are being gathered. `taken`: see `builds`. */
  status!: string;
  /** The revision shown; null while there is none. */
  revision!: number | null;
  /** How many revisions there are. */
  revisions!: number;
  /** When the revision was taken: RFC 3339, UTC. */
  takenAt!: string | null;
  /** Whether every Buildkite organization of the connection answered. */
  complete!: boolean | null;
  /** `passed`, `failed`, `pending` or `none`. */
  verdict!: string | null;
  builds!: SnapshotBuildView[];
  /** How many builds a snapshot of very many leaves out; the verdict follows from all, and `view=latest` shows all. */
  omittedBuilds!: number;
  /** What differs from the revision before. */
  changes!: ChangeView[];
  /** How many further changes of builds are left out because there are very many. */
  omittedChanges!: number;
  /** The facts that led to the revision. */
  because!: CauseView[];
}

export class LatestView {
  deploy!: DeployView;
  view!: 'latest';
  /** When Buildkite was last asked: RFC 3339, UTC; null when it never was. */
  asOf!: string | null;
  verdict!: string;
  builds!: LatestBuildView[];
}
