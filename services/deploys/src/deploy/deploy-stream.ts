/** Beginning of the names of all deploy streams. */
export const deployStreams = 'deploys-';

/** Where a deploy goes. */
export interface DeployTarget {
  readonly organization: string;
  readonly codeDeployment: string;
  readonly environment: string;
}

/** The stream of the deploys of a code deployment in an environment. Slugs have no dots, so names are unambiguous. */
export function deployStream({ organization, codeDeployment, environment }: DeployTarget): string {
  return `${deployStreams}${organization}.${codeDeployment}.${environment}`;
}

/** Where the deploys of this stream go. */
export function targetOf(stream: string): DeployTarget {
  const [organization = '', codeDeployment = '', environment = ''] = stream
    .slice(deployStreams.length)
    .split('.');
  return { organization, codeDeployment, environment };
}

/** Whose deploy stream this is. */
export function organizationOf(stream: string): string {
  return targetOf(stream).organization;
}
