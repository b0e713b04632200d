import type { PublishedEvent } from '#libs/contracts';
import {
  acme,
  aBuild,
  aBuildObserved,
  aCodeDeploymentBuildServerSet,
  aCommitLookedUp,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { definitionsOf, tieOf, type DeployDocument } from '../read-model/collections.js';
import { generationPointers } from '../read-model/generation-pointer.js';
import { ReadModel, type Generation } from '../read-model/read-model.js';
import { intercepted } from '../testing/intercepted.js';
import { keepFacts } from './fact-documents.js';
import { gatherFacts } from './gather-facts.js';

const { connection } = acme;
const otherConnection = '019a0f6e-2b7c-4d11-8a55-6e3f2d1c0b99';
const otherSha = 'b'.repeat(40);
const documents = temporaryDocuments([generationPointers, ...definitionsOf(1)]);
let generation: Generation;
/** Collections, one for each use. */
let used: string[];

beforeEach(async () => {
  for (const { name } of definitionsOf(1)) await documents().drop(name);
  await documents().provision(definitionsOf(1));
  used = [];
  const counted = intercepted(documents(), async (collection) => void used.push(collection));
  generation = new ReadModel(counted).generation(1);
});

function aDeploy(changes: Partial<DeployDocument> = {}): DeployDocument {
  const { organization, project, codeDeployment, environment, repository, sha, deployedAt } = acme;
  const where = { organization, project, codeDeployment, environment, repository, sha, ...changes };
  return {
    id: 'd1',
    deployedAt,
    registeredAt: deployedAt,
    rollback: false,
    isDeleted: false,
    order: deployedAt,
    revision: 0,
    ...where,
    tie: tieOf(where.organization, where.repository, where.sha),
  };
}

/** The numbers of the builds whose looks are among the facts of each deploy; undefined for one that is unserved. */
async function numbers(...deploys: readonly DeployDocument[]): Promise<(number[] | undefined)[]> {
  const gathered = await gatherFacts(generation, deploys);
  return gathered.map((facts) => facts?.looks.map(({ build }) => build.number).sort());
}

const keep = (...events: readonly PublishedEvent[]) => keepFacts(generation, events);

/** A look at a build of its own. */
function look(number: number, changes: Parameters<typeof aBuildObserved>[0] = {}, sha: string = acme.sha) {
  return aBuildObserved({ ...changes, build: aBuild({ id: `build-${number}`, number, sha }) });
}

describe('The facts of several deploys', () => {
  it('are those of each, in the order of the deploys', async () => {
    await keep(aDefaultBuildServerSet(), look(1), look(2, {}, otherSha), look(3, {}, otherSha));
    const [one, other] = [aDeploy(), aDeploy({ id: 'd2', sha: otherSha })];
    expect(await numbers(one, other)).toEqual([[1], [2, 3]]);
    expect(await numbers(other, one)).toEqual([[2, 3], [1]]);
  });

  it('name the deploy, its connection and the look-ups of its SHA alone', async () => {
    const [mine, others] = [aCommitLookedUp(), aCommitLookedUp({ sha: otherSha })];
    await keep(aDefaultBuildServerSet(), mine, others);
    const deploys = [aDeploy(), aDeploy({ id: 'd2', sha: otherSha })];
    const gathered = await gatherFacts(generation, deploys);
    expect(gathered).toEqual([
      { deploy: deploys[0], connection, looks: [], lookUps: [{ ...mine.data, id: mine.id }] },
      { deploy: deploys[1], connection, looks: [], lookUps: [{ ...others.data, id: others.id }] },
    ]);
  });

  it('are the same for deploys of one SHA, and read once', async () => {
    await keep(aDefaultBuildServerSet(), look(1), look(2));
    used = [];
    const deploys = [aDeploy(), aDeploy({ id: 'd2', environment: 'staging' })];
    expect(await numbers(...deploys)).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(used.filter((collection) => collection === 'looks-g1')).toHaveLength(2);
  });

  it('are undefined for those that no build server serves, and only for those', async () => {
    await keep(aDefaultBuildServerSet(), look(1));
    const unserved = aDeploy({ id: 'd2', project: 'docs' });
    expect(await numbers(unserved, aDeploy(), unserved)).toEqual([undefined, [1], undefined]);
  });

  it('come through the connection that serves each', async () => {
    await keep(
      aDefaultBuildServerSet(),
      aCodeDeploymentBuildServerSet({ connection: otherConnection, codeDeployment: 'api', sequence: 2 }),
      look(1),
      look(2, { connection: otherConnection }),
    );
    expect(await numbers(aDeploy(), aDeploy({ id: 'd2', codeDeployment: 'api' }))).toEqual([[1], [2]]);
  });

  it('stay in their organizations, also where project, repository and SHA are equal', async () => {
    const globex = { organization: 'globex' };
    const named = aCommitLookedUp({ ...globex, builds: ['build-3'] });
    await keep(aDefaultBuildServerSet(), aDefaultBuildServerSet(globex), named);
    await keep(look(1), look(2, globex), look(3, {}, otherSha), look(3, globex, otherSha));
    const deploys = [aDeploy(), aDeploy({ id: 'd2', ...globex })];
    expect(await numbers(...deploys)).toEqual([[1], [2, 3]]);
    const gathered = await gatherFacts(generation, deploys);
    expect(gathered.map((facts) => facts?.lookUps.length)).toEqual([0, 1]);
  });
});

describe('Gathering the facts of many deploys', () => {
  it('asks no more often than for one, but for the looks at each build', async () => {
    const deploys = Array.from({ length: 20 }, (_, number) =>
      aDeploy({ id: `d${number}`, sha: String(number).padStart(40, '0') }),
    );
    await keep(aDefaultBuildServerSet(), ...deploys.map(({ sha }, number) => look(number, {}, sha)));
    used = [];
    expect(await numbers(...deploys)).toEqual(deploys.map((_deploy, number) => [number]));
    expect(used.filter((collection) => collection !== 'looks-g1').sort()).toEqual([
      'build-servers-g1',
      'build-ties-g1',
      'commit-look-ups-g1',
    ]);
  });

  it('gives nothing for none', async () => {
    expect(await gatherFacts(generation, [])).toEqual([]);
  });
});
