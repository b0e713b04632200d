import { idOf, objectOf, textOf } from './json.js';

/** The Buildkite user that a token acts as; rate limits are counted for this user. */
export interface BuildkiteUser {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
}

/** The reply of `GET /v2/user` (Buildkite docs: REST API › User); undefined when it has no id. */
export function buildkiteUser(json: unknown): BuildkiteUser | undefined {
  const raw = objectOf(json);
  const id = idOf(raw?.['id']);
  if (raw === undefined || id === undefined) return undefined;
  return { id, name: textOf(raw['name'], 200) ?? null, email: textOf(raw['email'], 200) ?? null };
}
