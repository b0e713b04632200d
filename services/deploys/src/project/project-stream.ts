/** Beginning of the names of all project streams. */
export const projectStreams = 'projects-';

/** The stream with everything that is decided about an organization's projects. */
export function projectStream(organization: string): string {
  return `${projectStreams}${organization}`;
}

/** Whose project stream this is. */
export function organizationOf(stream: string): string {
  return stream.slice(projectStreams.length);
}
