import type { BuildServerFact } from '#libs/contracts';
import {
  aCodeDeploymentBuildServerCleared,
  aCodeDeploymentBuildServerSet,
  aDefaultBuildServerCleared,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import fc from 'fast-check';
import { servedNow, type ServedCodeDeployment } from './served-repository.js';

const web: ServedCodeDeployment = {
  project: 'shop',
  codeDeployment: 'shop-web',
  repository: 'github.com/acme/shop',
};
const [one, two] = ['connection-one', 'connection-two'];
const setDefault = (connection: string, sequence: number) =>
  aDefaultBuildServerSet({ project: 'shop', connection, sequence });
const clearDefault = (sequence: number) => aDefaultBuildServerCleared({ project: 'shop', sequence });
const setOwn = (connection: string, sequence: number, codeDeployment = 'shop-web') =>
  aCodeDeploymentBuildServerSet({ project: 'shop', codeDeployment, connection, sequence });
const clearOwn = (sequence: number) =>
  aCodeDeploymentBuildServerCleared({ project: 'shop', codeDeployment: 'shop-web', sequence });
const through = (...facts: readonly BuildServerFact[]) => servedNow(web, facts)?.connection;

describe('what is read for a code deployment', () => {
  it('is its repository through the default of its project', () => {
    expect(servedNow(web, [setDefault(one, 1)])).toEqual({
      connection: one,
      repository: 'github.com/acme/shop',
    });
  });

  it.each([
    ['its own build server before the default', two, [setDefault(one, 1), setOwn(two, 2)]],
    ['the default again once its own is cleared', one, [setDefault(one, 1), setOwn(two, 2), clearOwn(3)]],
    ['the default that was set last', two, [setDefault(one, 1), setDefault(two, 2)]],
    ['nothing before anything is set', undefined, []],
    ['nothing once the default is cleared', undefined, [setDefault(one, 1), clearDefault(2)]],
    ['nothing of what was set for another', undefined, [setOwn(two, 1, 'shop-worker')]],
  ])('goes through %s', (_what, connection, facts) => {
    expect(through(...facts)).toBe(connection);
  });

  it('is nothing once it is removed', () => {
    expect(servedNow({ ...web, repository: null }, [setDefault(one, 1)])).toBeUndefined();
  });

  it('is the same in whatever order the facts come, and however often', () => {
    const facts = [setDefault(one, 1), setOwn(two, 2), clearOwn(3), setDefault(two, 4), clearDefault(5)];
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }),
        fc.integer({ min: 0, max: 5 }),
        (order, known) => {
          const some = facts.slice(0, known);
          const told = order.map((index) => some[index]).filter((fact) => fact !== undefined);
          expect(through(...told, ...told)).toBe(through(...some));
        },
      ),
    );
  });
});
