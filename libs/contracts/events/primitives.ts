import { Type, type TObject, type TProperties, type TSchema } from 'typebox';

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

const date = '\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])';
const time = '([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d+)?';

/** RFC 3339 in UTC, e.g. `2026-11-23T11:40:45.000Z`; no leap seconds, so that every reader can parse it. */
export const Instant = Type.String({ format: 'date-time', pattern: `^${date}T${time}Z$` });

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

/** The schema of `data` of an event, with the event's name and a sentence on what happened. */
export function Fact<T extends TProperties>(
  title: string,
  description: string,
  properties: T,
): TObject<T> & Titled {
  return Object.assign(Type.Object(properties), { title, description });
}

/** How an event is presented to its readers. */
export interface Titled {
  readonly title: string;
  readonly description: string;
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
