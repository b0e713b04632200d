import {
  afterPage,
  counted,
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

/** How often a Buildkite organization that refuses, or refuses a pipeline, is asked again: hourly for a day, then daily. */
const oftenMs = 3_600_000;
const seldomMs = 24 * oftenMs;

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

/**
 * The backfill as it begins, or begins anew with the organizations and pipelines that are left: what they showed before is
 * read and counted again. One that is under way stays as it is.
 */
export function begun(backfill: Backfill, now: Date, windowMs: number): Backfill {
  if (backfill.state === 'running') return backfill;
  const listed = backfill.listed.filter((organization) => isOver(backfill, organization));
  const window = { from: new Date(now.getTime() - windowMs).toISOString(), to: now.toISOString() };
  const pipelines = backfill.pipelines
    .filter(({ organization }) => listed.includes(organization))
    .map((reading) =>
      reading.isRefused === true ? unread(reading.organization, reading, window.to) : reading,
    );
  return next(backfill, {
    state: 'running',
    startedAt: backfill.startedAt ?? now.toISOString(),
    window,
    listed,
    refused: [],
    pipelines,
    found: backfill.found - counted(backfill.pipelines) + counted(pipelines),
  });
}

/** Whether a Buildkite organization has shown everything, but for pipelines that it refuses, since the backfill was begun. */
export function isOver(backfill: Backfill, organization: string): boolean {
  return backfill.listed.includes(organization) && nextPipeline(backfill, organization) === undefined;
}

/** The next pipeline of a Buildkite organization to read from; undefined when there is none, or none that it shows. */
export function nextPipeline({ pipelines }: Backfill, organization: string): PipelineReading | undefined {
  return pipelines.find(
    (reading) => reading.organization === organization && !reading.isRead && reading.isRefused !== true,
  );
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
  const after = changed(backfill, pipeline, (reading) => afterPage(reading, builds));
  const found = counted(after.pipelines) - counted(backfill.pipelines);
  return {
    ...after,
    pages: backfill.pages + 1,
    readAt: now.toISOString(),
    found: backfill.found + found,
  };
}

/** The backfill once a pipeline has been read to its end. */
export function pipelineRead(backfill: Backfill, pipeline: string): Backfill {
  return changed(backfill, pipeline, (reading) => ({ ...reading, isRead: true }));
}

/** The backfill once Buildkite has refused to show the builds of a pipeline that it lists. */
export function pipelineRefused(backfill: Backfill, pipeline: string): Backfill {
  return changed(backfill, pipeline, (reading) => ({ ...reading, isRefused: true }));
}

/**
 * The backfill once a pipeline was not shown and the pipelines were listed again: it has a new slug, or it is gone and
 * with it its builds. Undefined when it is listed as before: then it is refused.
 */
export function notShown(
  backfill: Backfill,
  pipeline: string,
  shown: readonly ShownPipeline[],
): Backfill | undefined {
  const slug = shown.find(({ id }) => id === pipeline)?.slug;
  if (backfill.pipelines.some((reading) => reading.id === pipeline && reading.slug === slug))
    return undefined;
  return changed(backfill, pipeline, (reading) =>
    slug === undefined ? { ...reading, isRead: true } : { ...reading, slug },
  );
}

/** The backfill once a Buildkite organization has refused. */
export function refusedBy(backfill: Backfill, organization: string): Backfill {
  return next(backfill, { refused: [...backfill.refused, organization] });
}

/** The backfill at its end: done, or to be taken up again for what was refused. */
export function ended(backfill: Backfill, now: Date): Backfill {
  const { requestedAt, refused, pipelines } = backfill;
  const isWhole = refused.length === 0 && !pipelines.some(({ isRefused }) => isRefused);
  if (isWhole) return next(backfill, { state: 'done', dueAt: null, finishedAt: now.toISOString() });
  const pauseMs = now.getTime() - Date.parse(requestedAt) < seldomMs ? oftenMs : seldomMs;
  return next(backfill, { state: 'waiting', dueAt: new Date(now.getTime() + pauseMs).toISOString() });
}

/**
 * The backfill when its connection has got a token that reaches these Buildkite organizations: it is taken up again for
 * those that it has not listed, and whoever is at it begins again with the new token. Undefined when there are none.
 */
export function reopened(
  backfill: Backfill,
  organizations: readonly string[],
  now: Date,
): Backfill | undefined {
  if (organizations.every((organization) => backfill.listed.includes(organization))) return undefined;
  switch (backfill.state) {
    case 'running':
      return next(backfill, { refused: [] });
    case 'waiting':
    case 'done':
      return next(backfill, { state: 'waiting', dueAt: now.toISOString(), finishedAt: null });
  }
}

function changed(
  backfill: Backfill,
  pipeline: string,
  change: (reading: PipelineReading) => PipelineReading,
): Backfill {
  const pipelines = backfill.pipelines.map((reading) =>
    reading.id === pipeline ? change(reading) : reading,
  );
  return next(backfill, { pipelines });
}

function next(backfill: Backfill, changes: Partial<Backfill>): Backfill {
  return { ...backfill, ...changes, revision: backfill.revision + 1 };
}
