import { graphqlId } from '../identity/graphql-id.js';
import { iso } from '../instant/instant.js';
import type { Organization } from './organization.js';

/** The web pages of Buildkite; nothing of ours is there. */
export const WEB = 'https://buildkite.com';

/** The API address of an organization. */
export function organizationUrl(origin: string, slug: string): string {
  return `${origin}/v2/organizations/${slug}`;
}

/** An organization as REST shows it (Buildkite docs: REST API › Organizations). */
export function organizationView(organization: Organization, origin: string): Record<string, unknown> {
  const url = organizationUrl(origin, organization.slug);
  return {
    id: organization.id,
    graphql_id: graphqlId('Organization', organization.id),
    url,
    web_url: `${WEB}/${organization.slug}`,
    name: organization.name,
    slug: organization.slug,
    agents_url: `${url}/agents`,
    emojis_url: `${url}/emojis`,
    created_at: iso(organization.createdAtMs),
    pipelines_url: `${url}/pipelines`,
  };
}
