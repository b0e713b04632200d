import { idOf, objectOf, textOf } from './json.js';
import { parseTimestamp } from './timestamp.js';

/** What Buildkite says about a token. Tokens of 2023 show only `uuid` and `scopes`, so everything else may be missing. */
export interface AccessToken {
  readonly uuid: string | null;
  readonly scopes: readonly string[];
  readonly description: string | null;
  readonly createdAt: string | null;
  /** RFC 3339, UTC; null when the token never expires or the reply does not say. */
  readonly expiresAt: string | null;
  readonly userName: string | null;
  readonly userEmail: string | null;
}

/** The reply of `GET /v2/access-token` (Buildkite docs: REST API › Access token); undefined when it lists no scopes. */
export function accessToken(json: unknown): AccessToken | undefined {
  const raw = objectOf(json);
  const scopes = raw?.['scopes'];
  if (raw === undefined || !Array.isArray(scopes)) return undefined;
  const user = objectOf(raw['user']);
  return {
    uuid: idOf(raw['uuid']) ?? null,
    scopes: [...new Set(scopes.map((scope) => textOf(scope, 100)).filter((scope) => scope !== undefined))],
    description: textOf(raw['description'], 200) ?? null,
    createdAt: parseTimestamp(raw['created_at']) ?? null,
    expiresAt: parseTimestamp(raw['expires_at']) ?? null,
    userName: textOf(user?.['name'], 200) ?? null,
    userEmail: textOf(user?.['email'], 200) ?? null,
  };
}
