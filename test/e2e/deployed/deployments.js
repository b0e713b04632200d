/** Deployments of several processes, as test/e2e/setting/deployment.ts knows them. */
export const deployments = ['three-processes', 'two-of-each'];

/** How many times longer than one process everything may take: three to six processes and three servers share a machine. */
export const patience = 5;
