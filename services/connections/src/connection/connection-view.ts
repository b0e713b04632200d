import { missingScopes, optionalScopes } from '#libs/buildkite';
import type { Connection, Integration } from '../integration/domain/state.js';
import { webhookOf } from '../webhook/webhook-view.js';
import type { ConnectionView, InspectedConnection } from './connection.dto.js';

/** A token that expires within this time deserves a word, in milliseconds. */
const soon = 48 * 3_600_000;

/** A connection as it is shown: nothing of its token but what Buildkite says about it. */
export function viewOf(
  { id, label, addedAt, tokenReplacedAt, token }: Connection,
  now: Date,
): ConnectionView {
  const missing = missingScopes(token.scopes, optionalScopes);
  return {
    id,
    label,
    addedAt,
    tokenReplacedAt,
    buildkite: {
      user: token.user && { name: token.user.name, email: token.user.email },
      organizations: token.organizations.map(({ slug, name }) => ({ slug, name })),
      scopes: [...token.scopes],
      missingOptionalScopes: missing,
      tokenExpiresAt: token.expiresAt,
    },
    warnings: [
      ...expiryWarning(token.expiresAt, now),
      ...missing.map((scope) => `The token lacks the optional scope ${scope}.`),
    ],
  };
}

/** A connection with what it is used for. `publicUrl`: where others reach the API, see PUBLIC_URL. */
export function inspect(
  connection: Connection,
  { defaults, overrides }: Integration,
  now: Date,
  publicUrl?: string,
): InspectedConnection {
  const uses = (set: { connection: string }) => set.connection === connection.id;
  return {
    ...viewOf(connection, now),
    defaultFor: defaults.filter(uses).map(({ project }) => project),
    buildServerFor: overrides
      .filter(uses)
      .map(({ project, codeDeployment }) => ({ project, codeDeployment })),
    health: { state: expiryState(connection.token.expiresAt, now) ?? 'healthy' },
    webhook: webhookOf(connection, publicUrl),
  };
}

function expiryWarning(expiresAt: string | null, now: Date): string[] {
  switch (expiryState(expiresAt, now)) {
    case 'token-expired':
      return [`The token expired at ${expiresAt}. Replace it.`];
    case 'token-expiring':
      return [`The token expires at ${expiresAt}. Replace it before then.`];
    case undefined:
      return [];
  }
}

/** What is to be said about the time that a token has left, if anything. */
export function expiryState(
  expiresAt: string | null,
  now: Date,
): 'token-expired' | 'token-expiring' | undefined {
  if (expiresAt === null) return undefined;
  const left = Date.parse(expiresAt) - now.getTime();
  if (left <= 0) return 'token-expired';
  return left <= soon ? 'token-expiring' : undefined;
}
