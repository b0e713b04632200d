import { Inject, Injectable } from '@nestjs/common';
import type { DeployDocument, RevisionDocument } from '../read-model/collections.js';
import { ReadModel } from '../read-model/read-model.js';
import { deployView } from '../deploy/deploy-view.js';
import { BuildJobs } from './build-jobs.js';
import type { LatestView, SnapshotView } from './builds-tab.dto.js';
import { latestView } from './domain/latest.js';
import { SnapshotFacts } from './snapshot-facts.js';

/** What the Builds tab of a deploy shows. */
@Injectable()
export class BuildsTab {
  constructor(
    @Inject(ReadModel) private readonly readModel: ReadModel,
    @Inject(SnapshotFacts) private readonly facts: SnapshotFacts,
    @Inject(BuildJobs) private readonly jobs: BuildJobs,
  ) {}

  /** A revision of the snapshot, the newest unless another is asked for; undefined when that one is not there. */
  async snapshot(deploy: DeployDocument, revision?: number): Promise<SnapshotView | undefined> {
    const newest = await this.newest(deploy.id);
    if (revision === undefined)
      return newest ? this.taken(deploy, newest, newest.revision) : this.untaken(deploy);
    const shown = await this.readModel.read(({ revisions }) => revisions.get(`${deploy.id}/${revision}`));
    return shown && this.taken(deploy, shown, newest?.revision ?? shown.revision);
  }

  /** The builds of the deploy's SHA as they are now. */
  async latest(deploy: DeployDocument): Promise<LatestView> {
    const facts = await this.facts.of(deploy);
    const { asOf, verdict, builds } = facts ? latestView(facts) : noBuilds;
    const { organization } = deploy;
    const connection = facts?.connection ?? '';
    const jobsOf = await this.jobs.latest({ organization, connection, builds: builds.map(({ id }) => id) });
    return {
      deploy: deployView(deploy),
      view: 'latest',
      asOf,
      verdict,
      builds: builds.map((build) => ({ ...build, jobs: jobsOf(build.id) })),
    };
  }

  private async newest(deploy: string): Promise<RevisionDocument | undefined> {
    const [newest] = await this.readModel.read(({ revisions }) =>
      revisions.find({ where: { deploy }, orderBy: [['revision', 'descending']], limit: 1 }),
    );
    return newest;
  }

  /** The jobs are those at T, whichever revision is asked for. */
  private async taken(
    deploy: DeployDocument,
    shown: RevisionDocument,
    revisions: number,
  ): Promise<SnapshotView> {
    const {
      organization,
      connection,
      revision,
      at: takenAt,
      content,
      changes,
      omittedChanges,
      because,
    } = shown;
    const builds = content.builds.map(({ id }) => id);
    const jobsOf = await this.jobs.at(deploy.deployedAt, { organization, connection, builds });
    return {
      deploy: deployView(deploy),
      status: 'taken',
      revision,
      revisions,
      takenAt,
      complete: content.complete,
      verdict: content.verdict,
      builds: content.builds.map((build) => ({ ...build, jobs: jobsOf(build.id) })),
      omittedBuilds: content.omittedBuilds ?? 0,
      changes: changes.map((change) => ({ ...change })),
      omittedChanges: omittedChanges ?? 0,
      because: because.map((cause) => ({ ...cause })),
    };
  }

  private async untaken(deploy: DeployDocument): Promise<SnapshotView> {
    const status = (await this.facts.of(deploy)) ? 'collecting' : 'not-configured';
    return {
      deploy: deployView(deploy),
      status,
      revision: null,
      revisions: 0,
      takenAt: null,
      complete: null,
      verdict: null,
      builds: [],
      omittedBuilds: 0,
      changes: [],
      omittedChanges: 0,
      because: [],
    };
  }
}

const noBuilds = { asOf: null, verdict: 'none', builds: [] } as const;
