import type { PublishedEvent } from '#libs/contracts';
import {
  aCodeDeploymentAdded,
  aCodeDeploymentBuildServerCleared,
  aCodeDeploymentBuildServerSet,
  aCodeDeploymentChanged,
  aCodeDeploymentRemoved,
  aConnectionRemoved,
  aDefaultBuildServerCleared,
  aDefaultBuildServerSet,
} from '#libs/contracts/testing';
import { temporaryDocuments } from '#libs/documents/testing';
import { ManualClock } from '#libs/platform/testing';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { buildServerFacts, BuildServers } from '../build-server/build-servers.js';
import { connectionMarks, connectionTokens, KnownConnections } from '../connection/known-connections.js';
import {
  codeDeploymentRepositories,
  codeDeploymentsIn,
  deployedRepositories,
  KnownRepositories,
} from '../repository/known-repositories.js';
import { backfills, Backfills } from './backfills.js';
import { BeginBackfills, servedRepositories } from './begin-backfills.js';
import { begun, ended } from './domain/backfill.js';

const [shop, store] = ['github.com/acme/shop', 'github.com/acme/store'];

describe('the backfills that begin', () => {
  const documents = temporaryDocuments([
    backfills,
    servedRepositories,
    buildServerFacts,
    connectionMarks,
    connectionTokens,
    codeDeploymentRepositories,
    deployedRepositories,
  ]);
  const clock = new ManualClock('2026-11-23T12:00:00.000Z');
  let organization: string;
  let one: string;
  let two: string;
  let kept: Backfills;
  let backfillWindowMs: number;

  beforeEach(() => {
    organization = `team-${randomUUID()}`;
    [one, two] = [randomUUID(), randomUUID()];
    kept = new Backfills(documents(), clock);
    backfillWindowMs = 3_600_000;
  });

  const useCase = () => {
    const [repositories, buildServers] = [new KnownRepositories(documents()), new BuildServers(documents())];
    const connections = new KnownConnections(documents());
    const config = { backfillWindowMs };
    const begin = new BeginBackfills(documents(), config, repositories, connections, buildServers, kept);
    return { repositories, connections, buildServers, begin };
  };
  /** Hears events of both topics as the consumers do; gives the connections to wake. */
  const hear = async (...events: readonly PublishedEvent[]) => {
    const { repositories, connections, buildServers, begin } = useCase();
    await Promise.all(
      [repositories, connections, buildServers].map((knowledge) => knowledge.remember(events)),
    );
    return new Set([
      ...(await begin.of(codeDeploymentsIn(events))),
      ...(await begin.ofProject(organization, 'shop')),
    ]);
  };
  const repositoriesOf = async (connection: string) =>
    (await kept.of(connection)).map(({ repository }) => repository);
  /** Does what waits, so that what begins afterwards can be told from it. */
  const done = async (connection: string) => {
    for (const backfill of await kept.of(connection)) {
      const running = begun(backfill, clock.now(), 3_600_000);
      if (running !== backfill) await kept.keep(running, backfill);
      await kept.keep(ended(running, clock.now()), running);
    }
  };
  const waiting = async (connection: string) =>
    (await kept.of(connection))
      .filter(({ state }) => state === 'waiting')
      .map(({ repository }) => repository);

  const added = (sequence: number, changes = {}) =>
    aCodeDeploymentAdded({ organization, repository: shop, sequence, ...changes });
  const worker = (sequence: number, repository = shop) =>
    added(sequence, { codeDeployment: 'shop-worker', repository });
  const changed = (sequence: number, repository = store) =>
    aCodeDeploymentChanged({ organization, repository, sequence });
  const removed = (sequence: number) => aCodeDeploymentRemoved({ organization, sequence });
  const setDefault = (connection: string, sequence: number) =>
    aDefaultBuildServerSet({ organization, connection, sequence });
  const clearDefault = (sequence: number) => aDefaultBuildServerCleared({ organization, sequence });
  const setOwn = (connection: string, sequence: number) =>
    aCodeDeploymentBuildServerSet({ organization, connection, sequence });
  const clearOwn = (sequence: number) => aCodeDeploymentBuildServerCleared({ organization, sequence });

  it.each([
    ['the code deployment comes first', [0, 1]],
    ['the build server comes first', [1, 0]],
  ])('are those of a default that is set, when %s', async (_order, order) => {
    const events = [added(1), setDefault(one, 1)];
    const woken = [];
    for (const index of order) {
      const event = events[index];
      if (event) woken.push([...(await hear(event))]);
    }
    expect(woken).toEqual([[], [one]]);
    expect(await waiting(one)).toEqual([shop]);
  });

  it('are those of an own build server', async () => {
    await hear(added(1), setDefault(one, 1));
    await done(one);
    expect(await hear(setOwn(two, 2))).toEqual(new Set([two]));
    expect([await waiting(one), await waiting(two)]).toEqual([[], [shop]]);
  });

  it('are those of a code deployment that is added to a project which has a build server', async () => {
    await hear(added(1), setDefault(one, 1));
    await hear(worker(2, store));
    expect(await waiting(one)).toEqual([shop, store]);
  });

  it('are those of a repository that takes the place of another', async () => {
    await hear(added(1), setDefault(one, 1));
    await done(one);
    await hear(changed(2));
    expect(await waiting(one)).toEqual([store]);
  });

  it('are none through a connection that was removed, whether it was known or not', async () => {
    await hear(aConnectionRemoved({ organization, connection: one }));
    expect(await hear(added(1), setDefault(one, 1))).toEqual(new Set());
    expect(await kept.of(one)).toEqual([]);
  });

  it('are none for a second code deployment of the same repository', async () => {
    await hear(added(1), setDefault(one, 1));
    await done(one);
    expect(await hear(worker(2))).toEqual(new Set());
    expect(await waiting(one)).toEqual([]);
  });

  it('are none while anything still has the connection serve the repository', async () => {
    await hear(added(1), worker(2), setDefault(one, 1));
    await done(one);
    await hear(setOwn(two, 2));
    await hear(clearOwn(3));
    expect(await waiting(one)).toEqual([]);
  });

  it('are none when only the name or branch changes', async () => {
    await hear(added(1), setDefault(one, 1));
    await done(one);
    expect(await hear(changed(2, shop), setDefault(one, 2))).toEqual(new Set());
    expect(await waiting(one)).toEqual([]);
  });

  it.each([
    ['the default is set again', [clearDefault, (sequence: number) => setDefault(one, sequence)]],
    ['the code deployment is added again', [removed, added]],
  ])('begin anew when %s', async (_what, [ends, begins]) => {
    await hear(added(1), setDefault(one, 1));
    await done(one);
    if (!ends || !begins) throw new Error('There are two.');
    await hear(ends(2));
    await hear(begins(3));
    expect(await waiting(one)).toEqual([shop]);
  });

  it('are none when everything is told again', async () => {
    const events = [added(1), setDefault(one, 1), changed(2), setOwn(two, 2), removed(3)];
    for (const event of events) await hear(event);
    await done(one);
    await done(two);
    for (const event of [...events, ...events.toReversed()]) expect(await hear(event)).toEqual(new Set());
  });

  it('are none when so is wanted', async () => {
    backfillWindowMs = 0;
    expect(await hear(added(1), setDefault(one, 1))).toEqual(new Set());
    expect(await repositoriesOf(one)).toEqual([]);
  });

  it('begin once when the request was kept and the note that it was made was not', async () => {
    const request = kept.request.bind(kept);
    kept.request = async (cause) => {
      await request(cause);
      throw new Error('The documents are away.');
    };
    await expect(hear(added(1), setDefault(one, 1))).rejects.toThrow('The documents are away.');
    kept = new Backfills(documents(), clock);
    await done(one);
    await hear(setDefault(one, 1));
    expect(await waiting(one)).toEqual([]);
  });

  it('are not begun anew because somebody came late with older facts', async () => {
    await hear(added(1), setDefault(one, 1));
    const { repositories, buildServers, begin } = useCase();
    const factsOf = buildServers.factsOf.bind(buildServers);
    buildServers.factsOf = async (...project) => {
      buildServers.factsOf = factsOf;
      const old = await factsOf(...project);
      await hear(setDefault(two, 2));
      return old;
    };
    await repositories.remember([changed(2)]);
    await begin.ofProject(organization, 'shop');
    await done(two);
    expect(await hear()).toEqual(new Set());
    expect([await waiting(two), await repositoriesOf(two)]).toEqual([[], [store]]);
  });

  it('are in the end those of what is served, in whatever order it is told', async () => {
    const events = [
      added(1),
      setDefault(one, 1),
      worker(2, store),
      setDefault(two, 2),
      changed(3),
      clearOwn(3),
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), async (order) => {
        organization = `team-${randomUUID()}`;
        const told = order.map((index) => events[index]).filter((event) => event !== undefined);
        const mine = told.map((event) => ({ ...event, data: { ...event.data, organization } }));
        for (const event of mine) await hear(event as PublishedEvent);
        expect(await repositoriesOf(two)).toContain(store);
      }),
      { numRuns: 20 },
    );
  });
});
