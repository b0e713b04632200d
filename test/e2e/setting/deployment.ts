export const serviceNames = ['connections', 'builds', 'deploys'] as const;
export type ServiceName = (typeof serviceNames)[number];

/**
 * How the product under test runs; TEST_DEPLOYMENT chooses, and a test may ask for one of its own. Everything but
 * `one-process` needs the distributed engines.
 */
export type Deployment = 'one-process' | 'three-processes' | 'two-of-each' | 'four-collectors';

/** One process of a deployment. */
export interface ProcessPlan {
  /** Below the built output. */
  readonly script: string;
  readonly serves: readonly ServiceName[];
}

const copies: Readonly<Record<Deployment, Readonly<Record<ServiceName, number>>>> = {
  'one-process': { connections: 1, builds: 1, deploys: 1 },
  'three-processes': { connections: 1, builds: 1, deploys: 1 },
  'two-of-each': { connections: 2, builds: 2, deploys: 2 },
  'four-collectors': { connections: 1, builds: 4, deploys: 1 },
};

/** @throws Error when TEST_DEPLOYMENT is none that there is */
export function chosenDeployment(name = process.env['TEST_DEPLOYMENT'] ?? 'one-process'): Deployment {
  if (Object.hasOwn(copies, name)) return name as Deployment;
  throw new Error(`TEST_DEPLOYMENT must be one of ${Object.keys(copies).join(', ')}.`);
}

/** How many processes serve the service that most serve. */
export function copiesIn(deployment: Deployment): number {
  return Math.max(...Object.values(copies[deployment]));
}

/** The processes of a deployment: of each service one after the other, those of one service side by side. */
export function processesOf(deployment: Deployment): readonly ProcessPlan[] {
  if (deployment === 'one-process') {
    return [{ script: 'services/standalone/src/main.js', serves: serviceNames }];
  }
  return serviceNames.flatMap((service) =>
    Array.from({ length: copies[deployment][service] }, () => ({
      script: `services/${service}/src/main.js`,
      serves: [service],
    })),
  );
}
