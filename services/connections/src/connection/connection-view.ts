import { missingScopes, optionalScopes } from '#libs/buildkite';
import type { ConnectionProblem } from '#libs/contracts';
import { expiryProblem, problemsNow } from '../connection-health/domain/problems-now.js';
import type { Connection, Integration } from '../integration/domain/state.js';
import { webhookOf } from '../webhook/webhook-view.js';
import type { ConnectionView, InspectedConnection } from './connection.dto.js';

/** A connection as it is shown: nothing of its token but what Buildkite says about it. */
export function viewOf(
  { id, label, addedAt, tokenReplacedAt, token }: Connection,
  now: Date,
): ConnectionView {
  const missing = missingScopes(token.scopes, optionalScopes);
  const expiry = expiryProblem(token.expiresAt, now);
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
      ...(expiry ? [expiry.detail] : []),
      ...missing.map((scope) => `The token lacks the optional scope ${scope}.`),
    ],
  };
}

/**
 * A connection with what it is used for and how it is.
 * @param told the problems that were told of its present token
 * @param publicUrl where others reach the API, see PUBLIC_URL
 */
export function inspect(
  connection: Connection,
  { defaults, overrides }: Integration,
  told: readonly ConnectionProblem[],
  now: Date,
  publicUrl?: string,
): InspectedConnection {
  const problems = problemsNow(connection.token.expiresAt, told, now);
  const uses = (set: { connection: string }) => set.connection === connection.id;
  return {
    ...viewOf(connection, now),
    defaultFor: defaults.filter(uses).map(({ project }) => project),
    buildServerFor: overrides
      .filter(uses)
      .map(({ project, codeDeployment }) => ({ project, codeDeployment })),
    health: { state: problems[0]?.code ?? 'healthy', problems },
    webhook: webhookOf(connection, publicUrl),
  };
}
