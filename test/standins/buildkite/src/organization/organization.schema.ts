import { listOf, object, POSITIVE, SLUG, UUID, WORD } from '../control/schema.pipe.js';

/** The shape of a list of `OrganizationSpec`. */
export const ORGANIZATIONS_SCHEMA = listOf(
  object({ slug: SLUG, name: WORD, id: UUID, rateLimit: POSITIVE }, 'slug'),
);
