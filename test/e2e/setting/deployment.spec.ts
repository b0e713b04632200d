import { chosenDeployment, copiesIn, processesOf, serviceNames } from './deployment.js';

describe('the deployment under test', () => {
  it('is one process unless another is chosen', () => {
    expect(chosenDeployment('three-processes')).toBe('three-processes');
    expect(processesOf('one-process')).toEqual([
      { script: 'services/standalone/src/main.js', serves: serviceNames },
    ]);
  });

  it.each(['', 'three', 'toString'])('cannot be %j', (name) => {
    expect(() => chosenDeployment(name)).toThrow('TEST_DEPLOYMENT must be one of');
  });

  it.each([
    ['three-processes', 1],
    ['two-of-each', 2],
  ] as const)('serves each service, as %s, from %i processes of its own', (deployment, copies) => {
    expect(copiesIn(deployment)).toBe(copies);
    expect(processesOf(deployment)).toHaveLength(3 * copies);
    for (const service of serviceNames) {
      const serving = processesOf(deployment).filter(({ serves }) => serves.includes(service));
      expect(serving).toEqual(
        Array.from({ length: copies }, () => ({
          script: `services/${service}/src/main.js`,
          serves: [service],
        })),
      );
    }
  });

  it('may have more of one service than of the others', () => {
    const serving = (service: string) =>
      processesOf('four-collectors').filter(({ serves }) => serves.join() === service);
    expect(serviceNames.map((service) => serving(service).length)).toEqual([1, 4, 1]);
    expect(copiesIn('four-collectors')).toBe(4);
  });
});
