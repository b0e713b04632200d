export {
  AddressRefused,
  BuildkiteError,
  BuildkiteUnavailable,
  OrganizationNotAccessible,
  RateLimited,
  ReplyUnusable,
  RequestRefused,
  ScopeMissing,
  TokenRejected,
  type BuildkiteErrorCode,
} from './errors.js';
export { missingScopes, optionalScopes, requiredScopes, tokenUrl } from './scopes.js';
export { tokenFault, type TokenFault } from './token-fault.js';
export { createBuildkite, type Buildkite, type BuildkiteOptions } from './create-buildkite.js';
export type { JobsFound } from './client/build-jobs.js';
export type { BuildsPage, Look, UnreadableBuild } from './client/builds-page.js';
export type { BuildsQuery } from './client/builds-query.js';
export type { BuildkiteClient, BuildReference, BuildsFound } from './client/client.js';
export type { PipelinesQuery } from './client/pipelines.js';
export { NotFound } from './client/refusal.js';
export type { TokenInspection } from './client/inspect-token.js';
export type { Urgency } from './client/urgency.js';
export { buildkiteBudgets } from './governor/budget-collection.js';
export type { BudgetReport } from './governor/budget/opening.js';
export type { Admission, Governor, Permit } from './governor/governor.js';
export { SharedGovernor, type GovernorOptions } from './governor/shared-governor.js';
export type { Priority } from './governor/lanes.js';
export type { RateLimits, ShownLimit } from './governor/rate-limits.js';
export type { UnreadableReason } from './parsing/build.js';
export type { BuildkiteOrganization } from './parsing/organization.js';
export { webhookDelivery, type NamedBuild, type WebhookDelivery } from './parsing/webhook-delivery.js';
export { isAboutABuild, webhookEvents, webhookSettingsUrl } from './webhook/events.js';
export { isSignedWith, isTimely, webhookSignature, type WebhookSignature } from './webhook/signature.js';
export type { ObservedPipeline } from './parsing/pipeline.js';
export { BUILDKITE, BuildkiteModule } from './buildkite.module.js';
