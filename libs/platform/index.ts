export type { Clock } from './clock.js';
export type { Log } from './log.js';
export { Secret } from './secret.js';
export { systemClock } from './system-clock.js';
export * from './tokens.js';
export { PlatformModule, type PlatformParts } from './platform.module.js';
export type { ServiceDefinition } from './service-definition.js';

export { settings, type Config } from './config/settings.js';

export { apiKeyId, issueApiKey } from './access/api-key.js';
export { Authenticator } from './access/authenticator.js';
export { CurrentCaller, callerOf, roles, type Caller, type Role } from './access/caller.js';
export { KeyInAnyForm, Open, Roles } from './access/route-access.js';

export { decodeCursor, encodeCursor, type Position } from './http/cursor.js';
export { pageOf, type Page } from './http/page.js';
export { PageQuery } from './http/page-query.js';
export { notFound, Problem, type FieldProblem, type ProblemExtras } from './http/problem.js';
export { problemOf } from './http/problem-of.js';
export { sendProblem, writeProblemHeaders } from './http/problem.filter.js';
export { currentRequestId } from './http/request-context.js';
