/** Beginning of the names of all integration streams. */
export const integrationStreams = 'buildkiteIntegration-';

/** The stream with everything that is decided about an organization's integration. */
export function integrationStream(organization: string): string {
  return `${integrationStreams}${organization}`;
}

/** Whose integration stream this is. */
export function organizationOf(stream: string): string {
  return stream.slice(integrationStreams.length);
}
