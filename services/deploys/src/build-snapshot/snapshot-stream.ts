/** Beginning of the names of all snapshot streams. */
export const snapshotStreams = 'buildSnapshot-';

/** The stream with the revisions of a deploy's snapshot. */
export function snapshotStream(organization: string, deploy: string): string {
  return `${snapshotStreams}${organization}.${deploy}`;
}
