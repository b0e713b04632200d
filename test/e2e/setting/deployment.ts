export const serviceNames = ['connections', 'builds', 'deploys'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** How the product under test runs; TEST_DEPLOYMENT chooses. Everything but `one-process` needs the distributed engines. */
export type Deployment = 'one-process' | 'three-processes' | 'two-of-each';

/** One process of a deployment. */
export interface ProcessPlan {
  /** Below the built output. */
  readonly script: string;
  readonly serves: readonly ServiceName[];
}

const copies: Readonly<Record<Deployment, number>> = {
  'one-process': 1,
  'three-processes': 1,
  'two-of-each': 2,
};

/** @throws Error when TEST_DEPLOYMENT is none that there is */
export function chosenDeployment(name = process.env['TEST_DEPLOYMENT'] ?? 'one-process'): Deployment {
  if (Object.hasOwn(copies, name)) return name as Deployment;
  throw new Error(`TEST_DEPLOYMENT must be one of ${Object.keys(copies).join(', ')}.`);
}

/** How many processes serve each service. */
export function copiesIn(deployment: Deployment): number {
  return copies[deployment];
}

/** The processes of a deployment: of each service one after the other, those of one service side by side. */
export function processesOf(deployment: Deployment): readonly ProcessPlan[] {
  if (deployment === 'one-process') {
    return [{ script: 'services/standalone/src/main.js', serves: serviceNames }];
  }
  return serviceNames.flatMap((service) =>
    Array.from({ length: copiesIn(deployment) }, () => ({
      script: `services/${service}/src/main.js`,
      serves: [service],
    })),
  );
}
