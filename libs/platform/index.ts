export type { Clock } from './clock.js';
export type { Log } from './log.js';
export { Secret } from './secret.js';
export { systemClock } from './time/system-clock.js';
export * from './tokens.js';
export { PlatformModule, type PlatformParts } from './platform.module.js';
export type { ServiceDefinition } from './service-definition.js';

export { isPrivateAddress } from './config/private-address.js';
export { readConfig, InvalidSettings, type Environment } from './config/read-config.js';
export { settings, type Config } from './config/settings.js';
export { settingsTable } from './config/settings-table.js';
export { createLog, type LogOptions } from './logging/create-log.js';

export { apiKeyEntryText, apiKeyId, issueApiKey, newApiKey } from './access/api-key.js';
export { Authenticator } from './access/authenticator.js';
export { CurrentCaller, callerOf, roles, type Caller, type Role } from './access/caller.js';
export { KeyInAnyForm, Open, Roles } from './access/route-access.js';

export { TakesBody, type BodyRules } from './http/body/body-rules.js';
export { readBytes } from './http/body/read-bytes.js';
export {
  CurrentCommand,
  commandIdentity,
  refuseReusedKey,
  type CommandIdentity,
} from './http/command-identity.js';
export { decodeCursor, encodeCursor, type Position } from './http/cursor.js';
export { pageOf, type Page } from './http/page.js';
export { PageQuery } from './http/query/page-query.dto.js';
export { WholeNumberParameter } from './http/query/whole-number-parameter.js';
export { PlainTextProblemFilter } from './http/plain-text-problem.filter.js';
export { notFound, Problem, type FieldProblem, type ProblemExtras } from './http/problem.js';
export { problemOf } from './http/problem-of.js';
export { sendProblem, writeProblemHeaders } from './http/problem.filter.js';
export { AnswersRefusals, problemOfRefusal, type RefusalTable } from './http/refusals.js';
export { currentRequestId } from './http/request-context.js';
export { checked, Instant, Label, SlugText } from './http/text/text.decorators.js';
export type { ManagementAnswer, ManagementRoutes } from './management/management-server.js';

export { StoreFollowers, type Follower, type Relay } from './following/store-followers.js';
export type { Lease } from './leases/lease.js';
export type { Leases } from './leases/leases.js';
export { ifFree, LeaseLost, whileHeld, type WhileHeldOptions } from './leases/while-held.js';
export { recurring } from './leases/recurring.js';
export { VaultUnreadable } from './vault/vault-errors.js';
export { vaultCollection } from './vault/vault-collection.js';
export type { StoredSecret, Vault } from './vault/vault.js';

export { provisionEngines, type ProvisionOptions } from './boot/provision-engines.js';
export { runProvision } from './boot/run-provision.js';
export { exitCodes, runServices } from './boot/run-services.js';
export { startServices, type RunningServices, type StartOptions } from './boot/start-services.js';
