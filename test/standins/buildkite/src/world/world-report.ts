import type { Organization } from '../organization/organization.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { truthAt } from '../truth/truth.js';
import type { WorldContent } from './world.js';

/** One build of a commit, as it is now. */
export interface ReportedBuild {
  readonly id: string;
  readonly pipeline: string;
  readonly number: number;
  readonly state: string;
  readonly createdAt: string;
}

/** A commit of a repository and all its builds that are there now, newest first; message and branch are its first build's. */
export interface ReportedCommit {
  readonly commit: string;
  readonly message: string | null;
  readonly branch: string;
  readonly repository: string;
  readonly builds: readonly ReportedBuild[];
}

/** What there is to look at, newest commit first. */
export interface WorldReport {
  readonly now: string;
  readonly organizations: readonly Pick<Organization, 'slug' | 'name'>[];
  readonly tokens: readonly string[];
  readonly pipelines: readonly Pick<Pipeline, 'organization' | 'slug' | 'name' | 'repository'>[];
  readonly commits: readonly ReportedCommit[];
}

/** Tells what is there at an instant (epoch milliseconds): builds that are not created yet are left out. */
export function reportWorld(content: WorldContent, nowMs: number): WorldReport {
  const pipelines = new Map(content.pipelines.map((pipeline) => [pipeline.id, pipeline]));
  const commits = new Map<string, ReportedCommit>();
  for (const build of content.builds.toSorted((a, b) => b.createdAtMs - a.createdAtMs)) {
    const { state, commit, createdAt } = truthAt(build, nowMs);
    const pipeline = pipelines.get(build.pipelineId);
    if (state === null || commit === null || pipeline === undefined) continue;
    const { repository } = pipeline;
    const key = `${repository} ${commit}`;
    const reported = { id: build.id, pipeline: pipeline.slug, number: build.number, state, createdAt };
    const builds = [...(commits.get(key)?.builds ?? []), reported];
    commits.set(key, { commit, repository, message: build.message, branch: build.branch, builds });
  }
  return {
    now: new Date(nowMs).toISOString(),
    organizations: content.organizations.map(({ slug, name }) => ({ slug, name })),
    tokens: content.tokens.map(({ label }) => label),
    pipelines: content.pipelines.map(({ organization, slug, name, repository }) => ({
      organization,
      slug,
      name,
      repository,
    })),
    commits: [...commits.values()],
  };
}
