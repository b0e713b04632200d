import { Inject, Injectable } from '@nestjs/common';
import { ReadModel } from '../read-model/read-model.js';
import type { JobsView } from './build-jobs.dto.js';
import { wholeSecond } from './domain/instants.js';
import { jobsAsSeen, jobsAt, type JobsAt } from './domain/jobs-at.js';
import { jobsLookFrom, lastJobsLook, type JobsLook } from './domain/jobs-looks.js';
import { jobsPerBuild, jobsShown } from './domain/jobs-shown.js';
import { jobsOfBuilds, type SeenBuilds } from './jobs-of-builds.js';

/** Gives the jobs of a build by its id; null while they have not been looked at. */
export type JobsOf = (build: string) => JobsView | null;

/** The jobs of builds as the Builds tab shows them: beside the snapshot, never part of it. */
@Injectable()
export class BuildJobs {
  constructor(@Inject(ReadModel) private readonly readModel: ReadModel) {}

  /** As they were at T. */
  async at(deployedAt: string, seen: SeenBuilds): Promise<JobsOf> {
    const time = wholeSecond(deployedAt);
    return this.shown(seen, (looks) => {
      const look = jobsLookFrom(looks, time);
      return look && jobsAt(look, time);
    });
  }

  /** As they were seen last. */
  async latest(seen: SeenBuilds): Promise<JobsOf> {
    return this.shown(seen, (looks) => {
      const look = lastJobsLook(looks);
      return look && jobsAsSeen(look);
    });
  }

  private async shown(
    seen: SeenBuilds,
    jobsIn: (looks: readonly JobsLook[]) => JobsAt | undefined,
  ): Promise<JobsOf> {
    const looks = await this.readModel.read((generation) => jobsOfBuilds(generation, seen));
    const most = jobsPerBuild(seen.builds.length);
    return (build) => {
      const jobs = jobsIn(looks.get(build) ?? []);
      return jobs === undefined ? null : view(jobsShown(jobs, most));
    };
  }
}

function view({ byState, items, ...counts }: JobsAt): JobsView {
  return {
    ...counts,
    byState: byState.map((inState) => ({ ...inState })),
    items: items.map((item) => ({ ...item, earlier: item.earlier.map((attempt) => ({ ...attempt })) })),
  };
}
