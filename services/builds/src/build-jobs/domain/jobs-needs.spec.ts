import type { ObservedBuild } from '#libs/contracts';
import { aBuild, acme } from '#libs/contracts/testing';
import { jobsNeeds } from './jobs-needs.js';

const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString();
const through = { organization: 'acme', connection: 'connection' };
const look = (second: number, build: Partial<ObservedBuild> = {}) => ({
  build: aBuild({ createdAt: at(5), ...build }),
  organization: 'acme-inc',
  lookedAt: at(second),
});
/** The needs of one look, when its SHA was deployed at these seconds. */
const needsOf = (seen: ReturnType<typeof look>, ...deployed: readonly number[]) =>
  jobsNeeds(through, [seen], () => deployed.map(at));

describe('the jobs that looks ask for', () => {
  it('are those of a build that was there at the deploy and was seen from then on', () => {
    expect(needsOf(look(12), 10)).toEqual([
      {
        ...through,
        build: acme.build,
        buildkiteOrganization: 'acme-inc',
        pipeline: 'shop',
        number: 42,
        commit: acme.sha,
        deployedAt: at(10),
        wantedFrom: at(12),
      },
    ]);
    expect(needsOf(look(10), 10)).toHaveLength(1);
    expect(needsOf(look(10), 5)).toHaveLength(1);
  });

  it.each([
    ['seen before the deploy only', look(9), 10],
    ['created after it', look(12), 4],
    ['whose SHA is not known', look(12, { sha: null }), 10],
  ])('are not those of a build %s', (_what, seen, deployed) => {
    expect(needsOf(seen, deployed)).toEqual([]);
  });

  it('are none without a deploy', () => {
    expect(needsOf(look(12))).toEqual([]);
  });

  it('are asked for once, for the latest of the deploys that the look is behind', () => {
    expect(needsOf(look(12), 4, 9, 11, 7, 13)).toMatchObject([{ deployedAt: at(11) }]);
  });

  it('go by the SHA of each build', () => {
    const [one, other] = [look(12, { id: 'one', sha: 'a'.repeat(40) }), look(12, { id: 'other' })];
    const needs = jobsNeeds(through, [one, other], (sha) => (sha === acme.sha ? [at(10)] : []));
    expect(needs.map(({ build }) => build)).toEqual(['other']);
  });
});
