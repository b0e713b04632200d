import type { RefusalTable } from '#libs/platform';

/** How refusals of the deploys' rules are answered. */
export const deployRefusals: RefusalTable = {
  'code-deployment-not-found': 404,
  'environment-not-found': 404,
  'deploy-not-found': 404,
  'deploy-duplicate': 400,
  'deploy-in-future': 400,
  'branch-mismatch': 400,
};
