import type { RefusalTable } from '#libs/platform';

/** How refusals of the projects' rules are answered. */
export const projectRefusals: RefusalTable = {
  'slug-taken': 409,
  'project-not-found': 404,
  'code-deployment-not-found': 404,
};
