/** How far the builds of one pipeline have been read, newest first. */
export interface PipelineReading {
  /** Slug of the Buildkite organization. */
  readonly organization: string;
  readonly id: string;
  readonly slug: string;
  /** What was created from here on has been read: RFC 3339, UTC; it is where a list goes on. */
  readonly createdTo: string;
  /** Builds created at the last instant before `createdTo`: a list that goes on there shows them again. */
  readonly edge: readonly string[];
  readonly builds: number;
  /** Whether it has been read to its end, or is not there any more. */
  readonly isRead: boolean;
  /** Whether Buildkite lists it and refuses to show its builds: it is asked again when the backfill is taken up again. */
  readonly isRefused?: boolean;
}

/** A pipeline as a list of pipelines shows it. */
export type ShownPipeline = Pick<PipelineReading, 'id' | 'slug'>;

/** A build as a page shows it; `createdAt` is RFC 3339 in UTC. */
export interface SeenBuild {
  readonly id: string;
  readonly createdAt: string;
}

/** A pipeline of which nothing has been read yet. */
export function unread(
  organization: string,
  { id, slug }: ShownPipeline,
  createdTo: string,
): PipelineReading {
  return { organization, id, slug, createdTo, edge: [], builds: 0, isRead: false };
}

/** How many builds were seen of all these pipelines. */
export function counted(readings: readonly PipelineReading[]): number {
  return readings.reduce((sum, { builds }) => sum + builds, 0);
}

/** The reading once a page has been read; builds that an earlier page has shown count once. */
export function afterPage(reading: PipelineReading, builds: readonly SeenBuild[]): PipelineReading {
  const fresh = builds.filter(({ id }) => !reading.edge.includes(id));
  return { ...reading, ...bookmark(reading, builds), builds: reading.builds + fresh.length };
}

/** `created_to` leaves out what was created at its own instant, where builds may be that the next page shows. */
function bookmark(
  { createdTo, edge }: PipelineReading,
  builds: readonly SeenBuild[],
): Pick<PipelineReading, 'createdTo' | 'edge'> {
  const [oldest] = builds.map(({ createdAt }) => createdAt).sort();
  if (oldest === undefined) return { createdTo, edge };
  const after = new Date(Date.parse(oldest) + 1).toISOString();
  if (after > createdTo) return { createdTo, edge };
  const atOldest = builds.filter(({ createdAt }) => createdAt === oldest).map(({ id }) => id);
  return {
    createdTo: after,
    edge: after === createdTo ? [...new Set([...edge, ...atOldest])] : atOldest,
  };
}
