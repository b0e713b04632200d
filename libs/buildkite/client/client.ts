import type { Log } from '#libs/platform';
import type { BudgetReport } from '../governor/budget/opening.js';
import type { Governor } from '../governor/governor.js';
import { buildkiteOrganization, type BuildkiteOrganization } from '../parsing/organization.js';
import type { ObservedPipeline } from '../parsing/pipeline.js';
import { allJobs, type JobsFound } from './build-jobs.js';
import { buildPages } from './build-pages.js';
import { buildsPage, type BuildsPage } from './builds-page.js';
import { pathSegment, type BuildsQuery } from './builds-query.js';
import { inspectToken, type TokenInspection } from './inspect-token.js';
import { pagesOf } from './pages.js';
import { pipelinesOf, type PipelinesQuery } from './pipelines.js';
import { NotFound } from './refusal.js';
import type { Session } from './session.js';
import { noteUnknownStates } from './unknown-states.js';
import type { Urgency } from './urgency.js';

/** All pages of a query in one. */
export interface BuildsFound extends Omit<BuildsPage, 'lookedAt'> {
  /** The earliest `Date` of the pages; undefined only when nothing was asked, for want of full SHAs. */
  readonly lookedAt: string | undefined;
}

/** Which build, by its number: Buildkite's REST API knows no ids here. */
export interface BuildReference {
  readonly organization: string;
  readonly pipeline: string;
  readonly number: number;
}

/**
 * Buildkite's REST API as one token sees it. Every method may throw the errors of `errors.ts` (`token-rejected`,
 * `scope-missing`, `organization-not-accessible`, `rate-limited`, `buildkite-unavailable`, …; NotFound for a pipeline
 * that is not shown), the reason of the signal, or those of the documents in which requests are counted. Requests wait
 * for their turn; interactive ones fail with `rate-limited` instead of waiting over 5 s, others instead of waiting longer
 * than their patience, if they are given one.
 */
export interface BuildkiteClient {
  /** What Buildkite says about the token. Interactive, unless told otherwise. */
  inspectToken(urgency?: Partial<Urgency>): Promise<TokenInspection>;
  /** The organizations that the token may read. Interactive, unless told otherwise. */
  organizations(urgency?: Partial<Urgency>): Promise<readonly BuildkiteOrganization[]>;
  /** The builds that a query finds, page by page as they are asked for. In the background, unless told otherwise. */
  buildPages(query: BuildsQuery, urgency?: Partial<Urgency>): AsyncGenerator<BuildsPage, void, undefined>;
  /** The same, all pages together. */
  builds(query: BuildsQuery, urgency?: Partial<Urgency>): Promise<BuildsFound>;
  /** The pipelines that build a repository, archived ones too. In the background, unless told otherwise. */
  pipelines(query: PipelinesQuery, urgency?: Partial<Urgency>): Promise<readonly ObservedPipeline[]>;
  /** One build; undefined when Buildkite does not show it, which does not mean that it was deleted. */
  build(reference: BuildReference, urgency?: Partial<Urgency>): Promise<BuildsPage | undefined>;
  /** The jobs of a build, retried ones too; undefined when Buildkite does not show the build. In the background, unless told otherwise. */
  jobs(reference: BuildReference, urgency?: Partial<Urgency>): Promise<JobsFound | undefined>;
  /** What is left of the limit of the token's user, or of an organization, for all processes together. */
  budget(organization?: string): Promise<BudgetReport>;
}

/** A client over a session. `api` is the API's address without a slash at its end. */
export function clientOf(session: Session, api: URL, governor: Governor, log: Log): BuildkiteClient {
  const note = noteUnknownStates(log);

  async function* pages(query: BuildsQuery, urgency: Partial<Urgency> = {}) {
    for await (const page of buildPages(session, api, query, { priority: 'background', ...urgency })) {
      note(page);
      yield page;
    }
  }

  return {
    inspectToken: (urgency) => inspectToken(session, api, { priority: 'interactive', ...urgency }),

    async organizations(urgency) {
      const url = new URL(`${api.href}/organizations?per_page=100`);
      const found = new Map<string, BuildkiteOrganization>();
      for await (const { rows } of pagesOf(session, { url, priority: 'interactive', ...urgency }))
        for (const organization of rows.map(buildkiteOrganization))
          if (organization !== undefined) found.set(organization.slug, organization);
      return [...found.values()];
    },

    buildPages: pages,

    async builds(query, urgency) {
      const all: BuildsPage[] = [];
      for await (const page of pages(query, urgency)) all.push(page);
      return {
        lookedAt: all.map(({ lookedAt }) => lookedAt).sort()[0],
        looks: all.flatMap(({ looks }) => looks),
        unreadable: all.flatMap(({ unreadable }) => unreadable),
      };
    },

    pipelines: (query, urgency) => pipelinesOf(session, api, query, { priority: 'background', ...urgency }),

    async build(reference, urgency) {
      const { organization } = reference;
      return unlessNotFound(async () => {
        const url = new URL(`${buildUrl(api, reference)}?exclude_jobs=true`);
        const { json, lookedAt } = await session.get({ ...aboutBuild, url, organization, ...urgency });
        const page = buildsPage([json], organization, lookedAt);
        note(page);
        return page;
      });
    },

    async jobs(reference, urgency) {
      const { organization } = reference;
      const url = new URL(`${buildUrl(api, reference)}/jobs?per_page=100&include_retried_jobs=true`);
      return unlessNotFound(() => allJobs(session, { ...aboutBuild, url, organization, ...urgency }));
    },

    budget: (organization) =>
      governor.budget(organization === undefined ? { user: session.user } : { organization }),
  };
}

const aboutBuild = { isAboutOne: true, priority: 'background' } as const;

function buildUrl(api: URL, { organization, pipeline, number }: BuildReference): string {
  return `${api.href}/organizations/${pathSegment(organization)}/pipelines/${pathSegment(pipeline)}/builds/${number}`;
}

async function unlessNotFound<Found>(ask: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
