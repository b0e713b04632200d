import { ReplyUnusable } from '../errors.js';
import { accessToken } from '../parsing/access-token.js';
import { buildkiteUser } from '../parsing/user.js';
import { missingScopes, optionalScopes, requiredScopes } from '../scopes.js';
import type { Session } from './session.js';
import type { Urgency } from './urgency.js';

/** What Buildkite says about the token of a client. */
export interface TokenInspection {
  /** Buildkite's own id of the token. */
  readonly uuid: string | null;
  /** The user that the token acts as; the id is known only with scope `read_user`. */
  readonly user: { readonly id: string | null; readonly name: string | null; readonly email: string | null };
  readonly scopes: readonly string[];
  readonly missingRequiredScopes: readonly string[];
  readonly missingOptionalScopes: readonly string[];
  readonly description: string | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string | null;
  /** RFC 3339, UTC; null when the token never expires or Buildkite does not say. It may be past: ask the clock. */
  readonly expiresAt: string | null;
}

/**
 * Asks Buildkite about the session's token: `GET /access-token`, which answers whatever the scopes, then `GET /user` if
 * the scopes allow it, after which all the session's requests count against that user.
 */
export async function inspectToken(session: Session, api: URL, urgency: Urgency): Promise<TokenInspection> {
  const token = accessToken(
    (await session.get({ url: new URL(`${api.href}/access-token`), ...urgency })).json,
  );
  if (token === undefined)
    throw new ReplyUnusable('Buildkite answered with something that describes no token.');
  const user = token.scopes.includes('read_user') ? await askForUser(session, api, urgency) : undefined;
  if (user !== undefined) await session.identify(user.id);

  return {
    uuid: token.uuid,
    user: { id: user?.id ?? null, name: user?.name ?? token.userName, email: user?.email ?? token.userEmail },
    scopes: token.scopes,
    missingRequiredScopes: missingScopes(token.scopes, requiredScopes),
    missingOptionalScopes: missingScopes(token.scopes, optionalScopes),
    description: token.description,
    createdAt: token.createdAt,
    expiresAt: token.expiresAt,
  };
}

async function askForUser(session: Session, api: URL, urgency: Urgency) {
  const user = buildkiteUser((await session.get({ url: new URL(`${api.href}/user`), ...urgency })).json);
  if (user === undefined)
    throw new ReplyUnusable('Buildkite answered with something that describes no user.');
  return user;
}
