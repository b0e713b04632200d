/** Number of the request that asks a broker what it speaks (Kafka protocol guide: ApiVersions). */
export const apiVersionsKey = 18;

/** From which version of a request to which a broker answers. */
export interface VersionRange {
  readonly min: number;
  readonly max: number;
}

/** What a broker speaks: a range for each request, by the request's number. */
export type ApiVersions = ReadonlyMap<number, VersionRange>;

/** The bytes that came are no answer that a Kafka broker gives. */
export class NotKafka extends Error {}

/** The bytes of the request in its oldest version, which every broker answers, before credentials are shown too. */
export function apiVersionsRequest(clientId: string): Buffer {
  const name = Buffer.from(clientId, 'utf8');
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + name.length);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(apiVersionsKey, 4);
  request.writeInt16BE(0, 6);
  request.writeInt32BE(correlation, 8);
  request.writeInt16BE(name.length, 12);
  name.copy(request, 14);
  return request;
}

/**
 * What the answer says, or undefined while it is not complete.
 * @param bytes all that came since the request
 * @throws NotKafka
 */
export function readApiVersions(bytes: Buffer): ApiVersions | undefined {
  if (bytes.length < 4) return undefined;
  const size = bytes.readInt32BE(0);
  if (size < headBytes || size > mostBytes) throw new NotKafka();
  if (bytes.length < 4 + size) return undefined;
  const answer = bytes.subarray(4, 4 + size);
  const ranges = answer.readInt32BE(6);
  const complete = size === headBytes + ranges * rangeBytes;
  if (answer.readInt32BE(0) !== correlation || answer.readInt16BE(4) !== 0 || !complete) throw new NotKafka();
  const versions = new Map<number, VersionRange>();
  for (let at = headBytes; at < size; at += rangeBytes)
    versions.set(answer.readInt16BE(at), {
      min: answer.readInt16BE(at + 2),
      max: answer.readInt16BE(at + 4),
    });
  return versions;
}

const correlation = 1;
/** Correlation id, error code, number of ranges. */
const headBytes = 10;
const rangeBytes = 6;
const mostBytes = 64 * 1024;
