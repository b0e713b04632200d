import { idOf, objectOf, textOf } from './json.js';

/** A Buildkite organization that a token may read. */
export interface BuildkiteOrganization {
  readonly id: string | null;
  readonly slug: string;
  readonly name: string;
}

const usableSlug = /^[A-Za-z0-9](?:[A-Za-z0-9._~-]*[A-Za-z0-9_~-])?$/;

/** One entry of `GET /v2/organizations` (Buildkite docs: REST API › Organizations); undefined without a slug that can stand in an address. */
export function buildkiteOrganization(json: unknown): BuildkiteOrganization | undefined {
  const raw = objectOf(json);
  const slug = idOf(raw?.['slug']);
  if (raw === undefined || slug === undefined || !usableSlug.test(slug)) return undefined;
  return { id: idOf(raw['id']) ?? null, slug, name: textOf(raw['name'], 200) ?? slug };
}
