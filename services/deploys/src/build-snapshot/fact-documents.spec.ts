import {
  acme,
  aBuild,
  aBuildJobsObserved,
  aBuildObserved,
  aCodeDeploymentBuildServerSet,
  aCommitLookedUp,
  aConnectionRemoved,
  aDefaultBuildServerCleared,
  aDefaultBuildServerSet,
  oneOfEach,
} from '#libs/contracts/testing';
import { ReadModel } from '../read-model/read-model.js';
import { intercepted } from '../testing/intercepted.js';
import { Yard } from '../testing/yard.js';
import { jobsLookDocument, keepFacts, lookDocument, setsBuildServer } from './fact-documents.js';

const { organization, connection, repository, sha, project } = acme;

describe('A look as it is kept', () => {
  it('knows its build and what it shows tied', () => {
    const event = aBuildObserved();
    expect(lookDocument(event)).toEqual({
      ...event.data,
      id: `${organization} ${connection} ${acme.build} ${event.id}`,
      buildKey: `${organization} ${connection} ${acme.build}`,
      tie: `${organization} ${repository} ${sha}`,
    });
  });

  it('is tied to nothing while the SHA is not known', () => {
    const event = aBuildObserved({ build: aBuild({ commit: 'HEAD', sha: null }) });
    expect(lookDocument(event).tie).toBeNull();
  });

  it('has another build when the connection or the organization is another one', () => {
    const keys = [
      aBuildObserved(),
      aBuildObserved({ connection: 'other' }),
      aBuildObserved({ organization: 'globex' }),
      aBuildObserved({ build: aBuild({ id: 'other' }) }),
    ].map((event) => lookDocument(event).buildKey);
    expect(new Set(keys).size).toBe(4);
  });
});

describe('A look at jobs as it is kept', () => {
  it('lies beside the other looks at the jobs of its build', () => {
    const event = aBuildJobsObserved();
    expect(jobsLookDocument(event)).toEqual({
      ...event.data,
      id: `${organization} ${connection} ${acme.build} ${event.id}`,
      buildKey: lookDocument(aBuildObserved()).buildKey,
    });
  });
});

describe('What sets or clears a build server', () => {
  it('is told by four types', () => {
    const types = oneOfEach()
      .filter(setsBuildServer)
      .map(({ type }) => type);
    expect(types.sort()).toEqual([
      'sleuth.code-deployment-build-server-cleared.v1',
      'sleuth.code-deployment-build-server-set.v1',
      'sleuth.default-build-server-cleared.v1',
      'sleuth.default-build-server-set.v1',
    ]);
  });
});

describe('Facts', () => {
  let yard: Yard;

  beforeEach(async () => {
    yard = await Yard.open();
  });
  afterEach(() => yard.close());

  const reader = async () => yard.get(ReadModel).generation(1);

  it('are kept each in its place, under the id of its event', async () => {
    const events = [
      aBuildObserved(),
      aCommitLookedUp(),
      aDefaultBuildServerSet(),
      aBuildJobsObserved(),
    ] as const;
    const generation = await reader();
    await keepFacts(generation, events);
    const [look, lookUp, set, jobs] = events;
    expect(await generation.jobsLooks.get(jobsLookDocument(jobs).id)).toEqual(jobsLookDocument(jobs));
    expect(await generation.looks.get(lookDocument(look).id)).toEqual(lookDocument(look));
    expect(await generation.lookUps.get(lookUp.id)).toEqual({ ...lookUp.data, id: lookUp.id });
    expect(await generation.buildServers.get(set.id)).toEqual({
      id: set.id,
      organization,
      project,
      fact: { type: set.type, data: set.data },
    });
  });

  it('are the same when they come again', async () => {
    const generation = await reader();
    const events = [
      aBuildObserved(),
      aBuildObserved({ lookedAt: '2026-11-23T12:05:00.000Z' }),
      aCommitLookedUp(),
      aDefaultBuildServerSet(),
      aDefaultBuildServerCleared({ sequence: 2 }),
      aCodeDeploymentBuildServerSet({ sequence: 3 }),
      aBuildJobsObserved(),
    ];
    await keepFacts(generation, events);
    await keepFacts(generation, [...events, ...events].reverse());
    expect(await generation.looks.count({})).toBe(2);
    expect(await generation.buildTies.count({})).toBe(1);
    expect(await generation.jobsLooks.count({})).toBe(1);
    expect(await generation.lookUps.count({})).toBe(1);
    expect(await generation.buildServers.count({})).toBe(3);
  });

  it('tie a build to each SHA that some look at it showed', async () => {
    const generation = await reader();
    const tie = `${organization} ${repository} ${sha}`;
    await keepFacts(generation, [aBuildObserved({ build: aBuild({ commit: 'HEAD', sha: null }) })]);
    expect(await generation.buildTies.find({ where: { tie } })).toEqual([]);
    await keepFacts(generation, [aBuildObserved(), aBuildObserved({ connection: 'other' })]);
    const ties = await generation.buildTies.find({ where: { tie } });
    expect(ties.map(({ buildKey }) => buildKey).sort()).toEqual(
      [`${organization} ${connection} ${acme.build}`, `${organization} other ${acme.build}`].sort(),
    );
  });

  it('of other kinds are not kept', async () => {
    const generation = await reader();
    await keepFacts(generation, [aConnectionRemoved()]);
    await keepFacts(generation, []);
    for (const kept of [generation.looks, generation.lookUps, generation.buildServers])
      expect(await kept.count({})).toBe(0);
  });
});

describe('The tie of a build', () => {
  let yard: Yard;
  let readModel: ReadModel;
  /** Collections, one for each use. */
  let used: string[];
  let isAway = false;

  beforeEach(async () => {
    yard = await Yard.open();
    used = [];
    isAway = false;
    const counted = intercepted(yard.documents, async (collection) => {
      used.push(collection);
      if (isAway && collection.startsWith('build-ties')) throw new Error('away');
    });
    readModel = new ReadModel(counted);
  });
  afterEach(() => yard.close());

  const uses = (collection: string) => used.filter((name) => name === collection).length;
  const lookAt = (second: number, changes = {}) =>
    aBuildObserved({ lookedAt: `2026-11-23T12:00:0${second}.000Z`, ...changes });

  it('is written once, however many looks show it', async () => {
    const generation = readModel.generation(1);
    for (const second of [1, 2, 3]) await keepFacts(generation, [lookAt(second)]);
    expect([uses('looks-g1'), uses('build-ties-g1')]).toEqual([3, 1]);
    expect(await generation.looks.count({})).toBe(3);
    expect(await generation.buildTies.count({})).toBe(1);
  });

  it('is written beside one that is known', async () => {
    const generation = readModel.generation(1);
    await keepFacts(generation, [lookAt(1)]);
    await keepFacts(generation, [lookAt(2), lookAt(3, { build: aBuild({ sha: 'b'.repeat(40) }) })]);
    expect(await generation.buildTies.count({})).toBe(2);
  });

  it('is written again when it is not sure that it was', async () => {
    const generation = readModel.generation(1);
    isAway = true;
    await expect(keepFacts(generation, [lookAt(1)])).rejects.toThrow('away');
    isAway = false;
    await keepFacts(generation, [lookAt(1)]);
    expect(await generation.buildTies.count({})).toBe(1);
  });

  it('is written to each generation', async () => {
    await readModel.provision(2);
    for (const number of [1, 2]) {
      await keepFacts(readModel.generation(number), [lookAt(1)]);
      expect(await readModel.generation(number).buildTies.count({})).toBe(1);
    }
  });
});
