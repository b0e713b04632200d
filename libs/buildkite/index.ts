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
