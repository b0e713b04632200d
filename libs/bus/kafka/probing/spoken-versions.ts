import type { ApiVersions, VersionRange } from './api-versions-request.js';

/** A request that the bus makes, in the versions that kafkajs 2.2.4 knows (its src/protocol/requests). */
export interface SpokenRequest extends VersionRange {
  readonly key: number;
  readonly name: string;
}

/** What the bus needs from a broker. */
export const spokenRequests: readonly SpokenRequest[] = [
  { key: 0, name: 'Produce', min: 0, max: 7 },
  { key: 1, name: 'Fetch', min: 0, max: 11 },
  { key: 2, name: 'ListOffsets', min: 0, max: 3 },
  { key: 3, name: 'Metadata', min: 0, max: 6 },
  { key: 8, name: 'OffsetCommit', min: 0, max: 5 },
  { key: 9, name: 'OffsetFetch', min: 1, max: 4 },
  { key: 10, name: 'GroupCoordinator', min: 0, max: 2 },
  { key: 11, name: 'JoinGroup', min: 0, max: 5 },
  { key: 12, name: 'Heartbeat', min: 0, max: 3 },
  { key: 13, name: 'LeaveGroup', min: 0, max: 3 },
  { key: 14, name: 'SyncGroup', min: 0, max: 3 },
  { key: 18, name: 'ApiVersions', min: 0, max: 2 },
  { key: 19, name: 'CreateTopics', min: 0, max: 3 },
  { key: 42, name: 'DeleteGroups', min: 0, max: 1 },
];

/**
 * Why kafkajs cannot work with a broker that speaks so, or undefined when it can. It has to be asked before, since
 * kafkajs takes the lower of the two highest versions without a look at the lowest (kafkajs `requests/index.js`), and
 * would fail with UNSUPPORTED_VERSION in the middle of its work.
 */
export function whyUnusable(versions: ApiVersions): string | undefined {
  if (!versions.has(produce) || !versions.has(metadata))
    return 'it is not a listener for clients; a KRaft controller answers like this. Name the brokers’ own listener';
  const missing = spokenRequests.filter(({ key }) => !versions.has(key));
  if (missing.length > 0)
    return `it does not know the requests ${missing.map(({ name }) => name).join(', ')}`;
  const apart = spokenRequests.filter((request) => !overlap(request, versions.get(request.key)));
  if (apart.length === 0) return undefined;
  const ranges = apart.map(
    (request) => `${request.name} ${text(request)} against ${text(versions.get(request.key))}`,
  );
  return `its versions are not those of the client: ${ranges.join('; ')}. Use a Kafka from 2.1 to 4.x`;
}

const produce = 0;
const metadata = 3;

function overlap(own: VersionRange, its: VersionRange | undefined): boolean {
  return its !== undefined && own.min <= its.max && its.min <= own.max;
}

function text(range: VersionRange | undefined): string {
  return range ? `${range.min}–${range.max}` : 'none';
}
