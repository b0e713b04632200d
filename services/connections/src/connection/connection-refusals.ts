import { Problem, type RefusalTable } from '#libs/platform';

/** How refusals of the integration's rules are answered. */
export const integrationRefusals: RefusalTable = {
  'connection-not-found': 404,
  'connection-unknown': 409,
  'label-duplicate': 409,
  'token-duplicate': 409,
  'code-deployment-unknown': ({ code, message }) => new Problem(409, code, message, { retryAfterSeconds: 1 }),
};
