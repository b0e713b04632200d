/** Deployments of several processes, as test/e2e/setting/deployment.ts knows them. */
export const deployments = ['three-processes', 'two-of-each'];

/** How many times longer than one process everything may take: three to six processes and three servers share a machine. */
export const patience = 5;

/** Files that say nothing about a product of several processes on distributed engines, and why. */
export const leftOut = {
  'test/e2e/setting/': 'the tools of the tests, which are the same everywhere',
  'test/e2e/bad-settings.spec.ts': 'how one process refuses to start',
  'test/e2e/operations.spec.ts': 'one process that has its data in its own folder',
};
