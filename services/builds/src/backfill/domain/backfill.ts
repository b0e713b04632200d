import {
  afterPage,
  unread,
  type PipelineReading,
  type SeenBuild,
  type ShownPipeline,
} from './pipeline-reading.js';

/** The reading of what was built of a repository before a connection began to serve it. Times are RFC 3339 in UTC. */
export interface Backfill {
  /** `connection/repository` */
  readonly id: string;
  /** The tenant. */
  readonly organization: string;
  readonly connection: string;
  readonly repository: string;
  /** What made the connection begin to serve the repository; the same cause is not acted on twice. */
  readonly cause: string;
  readonly state: 'waiting' | 'running' | 'done';
  readonly requestedAt: string;
  /** From when on there is something to do; null when it is done. */
  readonly dueAt: string | null;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** What is read: builds created from `from` on and before `to`; null before it is begun. */
  readonly window: { readonly from: string; readonly to: string } | null;
  /** Buildkite organizations whose pipelines are known. */
  readonly listed: readonly string[];
  /** Buildkite organizations that have refused, since it was begun. */
  readonly refused: readonly string[];
  readonly pipelines: readonly PipelineReading[];
  /** Pages of builds that have been read, and when the last one was. */
  readonly pages: number;
  readonly readAt: string | null;
  /** Builds of the repository that were seen. */
  readonly found: number;
  readonly revision: number;
}

/** What a backfill is of, and why. */
export type Cause = Pick<Backfill, 'organization' | 'connection' | 'repository' | 'cause'>;

/** How long a Buildkite organization that refuses is asked again, and how often. */
const patienceMs = 24 * 3_600_000;
const refusedPauseMs = 3_600_000;

/** A backfill that waits to be begun. */
export function requested(cause: Cause, now: Date, revision = 0): Backfill {
  const { organization, connection, repository } = cause;
  return {
    ...cause,
    id: backfillId({ connection, repository }),
    organization,
    state: 'waiting',
    requestedAt: now.toISOString(),
    dueAt: now.toISOString(),
    startedAt: null,
    finishedAt: null,
    window: null,
    listed: [],
    refused: [],
    pipelines: [],
    pages: 0,
    readAt: null,
    found: 0,
    revision,
  };
}

/** One backfill for each connection and repository: that of the last time the connection began to serve it. */
export function backfillId({ connection, repository }: Pick<Cause, 'connection' | 'repository'>): string {
  return `${connection}/${repository}`;
}

/** The backfill as it begins, or begins anew with the organizations that are left. One that is under way stays as it is. */
export function begun(backfill: Backfill, now: Date, windowMs: number): Backfill {
  if (backfill.state === 'running') return backfill;
  const listed = backfill.listed.filter((organization) => isRead(backfill, organization));
  const window = { from: new Date(now.getTime() - windowMs).toISOString(), to: now.toISOString() };
  return next(backfill, {
    state: 'running',
    startedAt: backfill.startedAt ?? now.toISOString(),
    window,
    listed,
    refused: [],
    pipelines: backfill.pipelines.filter(({ organization }) => listed.includes(organization)),
  });
}

/** Whether everything in a Buildkite organization has been read. */
export function isRead({ listed, pipelines }: Backfill, organization: string): boolean {
  const ofOrganization = pipelines.filter((pipeline) => pipeline.organization === organization);
  return listed.includes(organization) && ofOrganization.every((pipeline) => pipeline.isRead);
}

/** The backfill once a Buildkite organization has said which of its pipelines build the repository. */
export function listedIn(
  backfill: Backfill,
  organization: string,
  shown: readonly ShownPipeline[],
): Backfill {
  const createdTo = backfill.window?.to ?? backfill.requestedAt;
  const pipelines = shown.map((pipeline) => unread(organization, pipeline, createdTo));
  return next(backfill, {
    listed: [...backfill.listed, organization],
    pipelines: [...backfill.pipelines, ...pipelines],
  });
}

/** The backfill once a page of a pipeline's builds is on the bus. */
export function pageRead(
  backfill: Backfill,
  pipeline: string,
  builds: readonly SeenBuild[],
  now: Date,
): Backfill {
  const pipelines = backfill.pipelines.map((reading) =>
    reading.id === pipeline ? afterPage(reading, builds) : reading,
  );
  const found = counted(pipelines) - counted(backfill.pipelines);
  return next(backfill, {
    pipelines,
    pages: backfill.pages + 1,
    readAt: now.toISOString(),
    found: backfill.found + found,
  });
}

/** The backfill once a pipeline has been read to its end. */
export function pipelineRead(backfill: Backfill, pipeline: string): Backfill {
  const pipelines = backfill.pipelines.map((reading) =>
    reading.id === pipeline ? { ...reading, isRead: true } : reading,
  );
  return next(backfill, { pipelines });
}

/**
 * The backfill once a pipeline was not shown and the pipelines were listed again: it has a new slug, or it is gone and
 * with it its builds. Undefined when it is listed as before: then its organization has refused to show it.
 */
export function notShown(
  backfill: Backfill,
  pipeline: string,
  shown: readonly ShownPipeline[],
): Backfill | undefined {
  const slug = shown.find(({ id }) => id === pipeline)?.slug;
  if (backfill.pipelines.some((reading) => reading.id === pipeline && reading.slug === slug))
    return undefined;
  const pipelines = backfill.pipelines.map((reading) => {
    if (reading.id !== pipeline) return reading;
    return slug === undefined ? { ...reading, isRead: true } : { ...reading, slug };
  });
  return next(backfill, { pipelines });
}

/** The backfill once a Buildkite organization has refused. */
export function refusedBy(backfill: Backfill, organization: string): Backfill {
  return next(backfill, { refused: [...backfill.refused, organization] });
}

/** The backfill at its end: done, or to be taken up again in an hour for those that refused, for a day. */
export function ended(backfill: Backfill, now: Date): Backfill {
  const isPatient = now.getTime() - Date.parse(backfill.requestedAt) < patienceMs;
  return backfill.refused.length > 0 && isPatient
    ? next(backfill, { state: 'waiting', dueAt: new Date(now.getTime() + refusedPauseMs).toISOString() })
    : next(backfill, { state: 'done', dueAt: null, finishedAt: now.toISOString() });
}

function next(backfill: Backfill, changes: Partial<Backfill>): Backfill {
  return { ...backfill, ...changes, revision: backfill.revision + 1 };
}

function counted(readings: readonly PipelineReading[]): number {
  return readings.reduce((sum, { builds }) => sum + builds, 0);
}
