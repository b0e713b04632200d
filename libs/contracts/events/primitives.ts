import { Type, type TSchema } from 'typebox';

/** A tenant: the slug of the organization that runs deploys here. */
export const Organization = Type.String({
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  maxLength: 100,
  description: 'The tenant: slug of the organization that the fact belongs to.',
});

/** A slug, unique in its organization. */
export const Slug = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 100 });

/** An identifier made by us. */
export const Id = Type.String({ format: 'uuid' });

/** RFC 3339 in UTC, e.g. `2026-11-23T11:40:45.000Z`. */
export const Instant = Type.String({ format: 'date-time', pattern: 'Z$' });

/** A full git SHA: 40 or 64 lower-case hexadecimal digits. */
export const Sha = Type.String({ pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$' });

/** `host/owner/name` in lower case, the form in which repositories are compared: see `normalizeRepository`. */
export const Repository = Type.String({ pattern: '^[a-z0-9._-]+(/[^/A-Z\\s]+){2,}$', maxLength: 500 });

/** The given schema or `null`. */
export function Nullable<T extends TSchema>(schema: T, description?: string) {
  return Type.Union([schema, Type.Null()], description === undefined ? {} : { description });
}

/** The given schema with a sentence on what this field means; readers of the published schemas see it. */
export function Described<T extends TSchema>(schema: T, description: string): T {
  return { ...schema, description };
}

/** What every fact of an organization's stream carries: when it happened and its place in the stream. */
export const streamFact = {
  organization: Organization,
  at: Described(Instant, 'When it happened.'),
  sequence: Type.Integer({
    minimum: 0,
    description: "Place in the organization's stream; facts count in this order.",
  }),
};
