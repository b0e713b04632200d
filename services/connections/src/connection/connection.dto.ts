import { MaxLength, IsString, MinLength } from 'class-validator';
import { Label } from '#libs/platform';
import { ConnectionWebhook } from '../webhook/webhook.dto.js';

/** An API access token of Buildkite. */
export class TokenBody {
  /** Begins with `bkua_`; read once, kept encrypted, never shown again. */
  @IsString()
  @MinLength(1)
  @MaxLength(1000)
  token!: string;
}

export class AddConnectionBody extends TokenBody {
  /** What the connection is for, e.g. "For QA environment"; unique in the organization. */
  @Label()
  label!: string;
}

export class BuildkiteUser {
  name!: string;
  email!: string | null;
}

export class BuildkiteOrganization {
  slug!: string;
  name!: string;
}

export class BuildkiteAccess {
  /** Whose token it is; null when Buildkite did not say. */
  user!: BuildkiteUser | null;
  organizations!: BuildkiteOrganization[];
  scopes!: string[];
  missingOptionalScopes!: string[];
  /** RFC 3339, UTC; null when the token does not expire. */
  tokenExpiresAt!: string | null;
}

export class ConnectionView {
  id!: string;
  label!: string;
  /** RFC 3339, UTC. */
  addedAt!: string;
  /** RFC 3339, UTC; null while the first token is in use. */
  tokenReplacedAt!: string | null;
  buildkite!: BuildkiteAccess;
  /** What an admin should know, one sentence each. */
  warnings!: string[];
}

export class ConnectionPage {
  items!: ConnectionView[];
  /** Give it back as `after` for the next page. */
  next!: string | null;
}

export class OverriddenCodeDeployment {
  project!: string;
  codeDeployment!: string;
}

export class ProblemView {
  /**
   * A stable word: `token-rejected`, `token-expired`, `scope-missing`, `organization-not-accessible`, `rate-limited`,
   * `buildkite-unavailable`, `collection-behind`, `token-expiring`, `webhook-silent`.
   */
  code!: string;
  /** What is wrong and what to do. */
  detail!: string;
  /** RFC 3339, UTC: since when it is so. */
  since!: string;
  /** Slug of the Buildkite organization that it is about; null when it is about the whole connection. */
  buildkiteOrganization!: string | null;
}

export class ConnectionHealth {
  /** `healthy`, or the code of the worst problem. */
  state!: string;
  /** All that is wrong now, the worst first. */
  problems!: ProblemView[];
}

export class InspectedConnection extends ConnectionView {
  /** Projects whose default build server it is. */
  defaultFor!: string[];
  /** Code deployments that read builds through it instead of through their project's default. */
  buildServerFor!: OverriddenCodeDeployment[];
  health!: ConnectionHealth;
  /** How Buildkite is told to say at once when a build moves on. */
  webhook!: ConnectionWebhook;
}
