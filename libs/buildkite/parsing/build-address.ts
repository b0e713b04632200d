/** Where a build is: `…/organizations/{organization}/pipelines/{pipeline}/builds/{number}`. */
export interface BuildAddress {
  readonly organization: string;
  readonly pipeline: string;
}

const path = /\/organizations\/([^/?#]{1,200})\/pipelines\/([^/?#]{1,200})(?:[/?#]|$)/;

/** The slugs in the `url` of a build or pipeline, the only place where a build names its organization (Buildkite docs: REST API › Builds). */
export function buildAddress(url: unknown): BuildAddress | undefined {
  if (typeof url !== 'string' || url.length > 2_000) return undefined;
  const [, organization, pipeline] = path.exec(url) ?? [];
  return organization === undefined || pipeline === undefined ? undefined : { organization, pipeline };
}
