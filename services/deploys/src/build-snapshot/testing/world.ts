import fc from 'fast-check';
import type { BuildJobsObserved, BuildObserved, CommitLookedUp } from '#libs/contracts';
import { jobActionsIn } from '../domain/jobs-looks.js';
import type { JobAction } from '../domain/reopening.js';
import { aDeploy, aJobsLook, aLookUp, connection, iso, replyDate } from './facts.js';
import { epoch, histories, lookInto, type History } from './history.js';

/** A fact as it comes from the bus. */
export type Fact =
  | { readonly type: 'look'; readonly data: BuildObserved }
  | { readonly type: 'jobs'; readonly data: BuildJobsObserved }
  | { readonly type: 'look-up'; readonly data: CommitLookedUp };

/** A deploy and all facts that ever come about its builds, and about some that are none of its. */
export interface World {
  readonly deploy: ReturnType<typeof aDeploy>;
  readonly facts: readonly Fact[];
}

/** A build of the world: its history, and where it is; all but `tied` keep it out of the snapshot. */
interface Inhabitant {
  readonly history: History;
  readonly number: number;
  readonly pipeline: number;
  readonly place: 'tied' | 'other-repository' | 'other-connection' | 'other-organization' | 'other-sha';
}

const places = fc.oneof(
  { weight: 6, arbitrary: fc.constant('tied' as const) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'other-repository' as const,
      'other-connection' as const,
      'other-organization' as const,
      'other-sha' as const,
    ),
  },
);
const inhabitants = fc.record({
  history: histories,
  number: fc.nat({ max: 3 }),
  pipeline: fc.nat({ max: 1 }),
  place: places,
});
const lookUps = fc.array(
  fc.record({ after: fc.nat({ max: 30_000 }), refused: fc.boolean(), elsewhere: fc.nat({ max: 9 }) }),
  { maxLength: 4 },
);

/** Random worlds of up to four builds. */
export const worlds: fc.Arbitrary<World> = fc
  .record({ builds: fc.array(inhabitants, { minLength: 1, maxLength: 4 }), lookUps })
  .map(({ builds, lookUps }) => ({
    deploy: aDeploy(iso(builds[0]?.history.deployedAt ?? epoch)),
    facts: [
      ...builds.flatMap((build, index) => build.history.asked.map((at) => look(build, index, at))),
      ...builds.flatMap(jobs),
      ...lookUps.flatMap((one) => lookUp(builds, epoch + one.after, one)),
    ],
  }));

function look({ history, number, pipeline, place }: Inhabitant, index: number, at: number): Fact {
  const build = {
    id: `build-${index}`,
    number,
    pipeline: { id: `pipeline-${pipeline}`, slug: `slug-${pipeline}`, name: 'Shop' },
    ...(place === 'other-repository' && { repository: 'github.com/acme/other' }),
    ...(place === 'other-sha' && { commit: 'a'.repeat(40), sha: 'a'.repeat(40) }),
  };
  return { type: 'look', data: lookInto(history, at, build, through(place)) };
}

/** What its jobs tell, if anything: of each action alone as that is known, then of all. */
function jobs({ history, place }: Inhabitant, index: number): Fact[] {
  const told = history.told.map(({ at, by }) => ({ at: iso(at), by }));
  return told.map((_action, last) => ({
    type: 'jobs',
    data: aJobsLook(replyDate(Date.parse(told[last]?.at ?? '')), {
      build: `build-${index}`,
      actions: told.slice(0, last + 1),
      ...through(place),
    }),
  }));
}

function through(place: Inhabitant['place']) {
  return {
    ...(place === 'other-connection' && { connection: '3b1f9f0e-0000-4000-8000-000000000002' }),
    ...(place === 'other-organization' && { organization: 'globex' }),
  };
}

/** Asks for the SHA: builds that have resolved to it are returned and looked at, in whatever repository they are. */
function lookUp(
  builds: readonly Inhabitant[],
  at: number,
  { refused, elsewhere }: { refused: boolean; elsewhere: number },
): Fact[] {
  const found = builds.flatMap((build, index) => {
    const isThere = build.history.script.moments[0].at <= at && build.history.resolvedAt <= at;
    const answers = build.place === 'tied' || build.place === 'other-repository';
    return isThere && answers ? [{ build, index }] : [];
  });
  const data = aLookUp(replyDate(at), {
    connection: elsewhere === 0 ? '3b1f9f0e-0000-4000-8000-000000000002' : connection,
    builds: found.map(({ index }) => `build-${index}`),
    refused: refused ? [{ organization: 'acme-labs', reason: 'organization-not-accessible' }] : [],
  });
  return [...found.map(({ build, index }) => look(build, index, at)), { type: 'look-up', data }];
}

/** Dice for `shuffled`. */
export const dice = fc.array(fc.nat(), { minLength: 1, maxLength: 40 });

/** Copies of the facts in another order, some of them more than once. */
export function shuffled(facts: readonly Fact[], thrown: readonly number[]): Fact[] {
  const repeats = facts.filter((_fact, index) => (thrown[index % thrown.length] ?? 0) % 3 === 0);
  const inAnyOrder: Fact[] = [];
  [...facts, ...repeats].forEach((fact, index) => {
    const place = (thrown[index % thrown.length] ?? 0) % (inAnyOrder.length + 1);
    inAnyOrder.splice(place, 0, structuredClone(fact));
  });
  return inAnyOrder;
}

/** The facts of one kind. */
export function looksOf(facts: readonly Fact[]): BuildObserved[] {
  return facts.flatMap((fact) => (fact.type === 'look' ? [fact.data] : []));
}

/** The facts of one kind. */
export function lookUpsOf(facts: readonly Fact[]): CommitLookedUp[] {
  return facts.flatMap((fact) => (fact.type === 'look-up' ? [fact.data] : []));
}

/** What the jobs that were seen through the serving connection tell, by build. */
export function jobActionsOf(
  facts: readonly Fact[],
  organization: string,
): ReadonlyMap<string, readonly JobAction[]> {
  const seen = facts
    .flatMap((fact) => (fact.type === 'jobs' ? [fact.data] : []))
    .filter((look) => look.connection === connection && look.organization === organization);
  return new Map(
    [...Map.groupBy(seen, ({ build }) => build)].map(([build, ofIt]) => [build, jobActionsIn(ofIt)]),
  );
}
