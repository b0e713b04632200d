import {
  aCodeDeploymentBuildServerSet,
  aConnectionAdded,
  aDefaultBuildServerCleared,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import fc from 'fast-check';
import { newSha } from '../testing/new-sha.js';
import { buildServerFacts, BuildServers } from './build-servers.js';
import { setsBuildServer } from './domain/build-server-event.js';

const one = '11111111-1111-4111-8111-111111111111';
const two = '22222222-2222-4222-8222-222222222222';

const nobody = { connection: null, asOf: 0 };

describe('build servers', () => {
  const documents = temporaryDocuments([buildServerFacts]);
  let buildServers: BuildServers;
  let project: string;

  beforeEach(() => {
    buildServers = new BuildServers(documents());
    project = `shop-${newSha()}`;
  });

  const deploy = (id: string, deployedAt = '2026-11-23T12:00:00.000Z', codeDeployment = 'shop-web') => ({
    id,
    organization: 'acme',
    project,
    codeDeployment,
    deployedAt,
  });
  const at = (hour: number) => `2026-11-23T${String(hour).padStart(2, '0')}:00:00.000Z`;
  const set = (connection: string, sequence: number, hour = 9) =>
    aDefaultBuildServerSet({ project, connection, sequence, at: at(hour) });

  it('serve nobody before one is set', async () => {
    expect(await buildServers.serving([deploy('a')])).toEqual(new Map([['a', nobody]]));
    expect(await buildServers.serving([])).toEqual(new Map());
  });

  it('serve each deploy by the one in force at its T', async () => {
    await buildServers.remember([set(one, 3, 9), set(two, 7, 12)]);
    const serving = await buildServers.serving([deploy('a', at(10)), deploy('b', at(13))]);
    expect(serving).toEqual(
      new Map([
        ['a', { connection: one, asOf: 8 }],
        ['b', { connection: two, asOf: 8 }],
      ]),
    );
  });

  it('serve a code deployment by its own', async () => {
    await buildServers.remember([
      set(one, 1),
      aCodeDeploymentBuildServerSet({
        project,
        codeDeployment: 'shop-api',
        connection: two,
        sequence: 2,
        at: at(9),
      }),
    ]);
    const serving = await buildServers.serving([deploy('a'), deploy('b', at(12), 'shop-api')]);
    expect([...serving.values()].map(({ connection }) => connection)).toEqual([one, two]);
  });

  it('serve projects of one name in each organization apart', async () => {
    await buildServers.remember([
      aDefaultBuildServerSet({ organization: 'stranger', project, connection: one }),
    ]);
    expect((await buildServers.serving([deploy('a')])).get('a')).toEqual(nobody);
  });

  it('serve the same in whatever order the facts come, and however often', async () => {
    const facts = [
      { hour: 8, connection: one },
      { hour: 9, connection: undefined },
      { hour: 10, connection: two },
      { hour: 11, connection: one },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
        fc.subarray([0, 1, 2, 3]),
        async (order, repeats) => {
          project = `shop-${newSha()}`;
          const events = facts.map(({ hour, connection }, sequence) =>
            connection === undefined
              ? aDefaultBuildServerCleared({ project, sequence, at: at(hour) })
              : set(connection, sequence, hour),
          );
          for (const index of [...order, ...repeats]) {
            const event = events[index];
            if (event) await buildServers.remember([event]);
          }
          const serving = await buildServers.serving(
            [8, 9, 10, 11].map((hour) => deploy(`${hour}`, at(hour))),
          );
          expect([...serving].map(([id, { connection }]) => [id, connection])).toEqual([
            ['8', one],
            ['9', two],
            ['10', two],
            ['11', one],
          ]);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are no business of other events', async () => {
    expect(setsBuildServer(aConnectionAdded())).toBe(false);
    expect(setsBuildServer(set(one, 1))).toBe(true);
    await buildServers.remember([aConnectionAdded()]);
    expect((await buildServers.serving([deploy('a')])).get('a')).toEqual(nobody);
  });
});
