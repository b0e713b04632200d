import fc from 'fast-check';
import { aBuild, NOON, sha } from '../../testing/a-build.js';
import { at } from './at.js';
import { buildFilter } from './build-query.js';
import { Builds, type BuildScope } from './builds.js';
import { listBuilds } from './list-builds.js';

const NOW = NOON + 60_000;
const ACME: BuildScope = { kind: 'organizations', slugs: new Set(['acme']) };

interface Made {
  readonly second: number;
  readonly commit: number;
  readonly pipeline: number;
  readonly failed: boolean;
  readonly organization: 'acme' | 'umbrella';
}

const made: fc.Arbitrary<Made> = fc.record({
  second: fc.nat(80),
  commit: fc.nat(4),
  pipeline: fc.nat(2),
  failed: fc.boolean(),
  organization: fc.constantFrom('acme', 'umbrella'),
});

/** A world of such builds; those after NOW are of the future. */
function world(specs: readonly Made[]): Builds {
  const builds = new Builds();
  specs.forEach(({ second, commit, pipeline, failed, organization }, index) => {
    const script = [failed ? at('5s').failed() : at('5s').passed()];
    const pipelineId = `pipeline-${organization}-${String(pipeline)}`;
    const place = {
      number: index + 1,
      sequence: index + 1,
      organization,
      pipelineId,
      createdAtMs: NOON + second * 1_000,
    };
    builds.add(aBuild({ commit: sha(commit), script }, place));
  });
  return builds;
}

/** All numbers of a list, page after page. */
function allPages(builds: Builds, scope: BuildScope, query: string, perPage: number): number[] {
  const numbers: number[] = [];
  for (let page = 1; ; page += 1) {
    const { items, more } = listBuilds(
      builds,
      scope,
      buildFilter(new URLSearchParams(query)),
      { page, perPage },
      NOW,
    );
    expect(items.length).toBeLessThanOrEqual(perPage);
    if (page > 1) expect(items.length).toBeGreaterThan(0);
    numbers.push(...items.map(({ record }) => record.sequence));
    if (!more) return numbers;
  }
}

/** The same list, told without any index. */
function told(specs: readonly Made[], wanted: (build: Made) => boolean): number[] {
  return specs
    .map((build, index) => ({ ...build, number: index + 1 }))
    .filter((build) => build.second <= 60 && wanted(build))
    .sort((a, b) => b.second - a.second || b.number - a.number)
    .map(({ number }) => number);
}

describe('the pages of a list, put together', () => {
  const specs = fc.array(made, { maxLength: 40 });
  const size = fc.integer({ min: 1, max: 12 });

  it('are every build of the organization once, newest first', () => {
    fc.assert(
      fc.property(specs, size, (all, perPage) => {
        expect(allPages(world(all), ACME, '', perPage)).toEqual(
          told(all, ({ organization }) => organization === 'acme'),
        );
      }),
    );
  });

  it('are the builds of several commits once, newest first', () => {
    const query = `commit[]=${sha(1)}&commit[]=${sha(3)}&commit[]=${sha(1)}`;
    fc.assert(
      fc.property(specs, size, (all, perPage) => {
        const wanted = told(
          all,
          ({ organization, commit }) => organization === 'acme' && (commit === 1 || commit === 3),
        );
        expect(allPages(world(all), ACME, query, perPage)).toEqual(wanted);
      }),
    );
  });

  it('are the builds of one pipeline in a state and a span of time', () => {
    const scope: BuildScope = { kind: 'pipeline', pipelineId: 'pipeline-acme-1' };
    const query = 'state=failed&created_from=2026-03-01T12:00:10Z&created_to=2026-03-01T12:00:50Z';
    fc.assert(
      fc.property(specs, size, (all, perPage) => {
        const wanted = told(
          all,
          ({ organization, pipeline, failed, second }) =>
            organization === 'acme' && pipeline === 1 && failed && second >= 10 && second < 50,
        );
        expect(allPages(world(all), scope, query, perPage)).toEqual(wanted);
      }),
    );
  });

  it('are the builds of every organization asked for', () => {
    const scope: BuildScope = { kind: 'organizations', slugs: new Set(['acme', 'umbrella']) };
    fc.assert(
      fc.property(specs, size, (all, perPage) => {
        expect(allPages(world(all), scope, '', perPage)).toEqual(told(all, () => true));
      }),
    );
  });
});

it('a list of no organization is empty', () => {
  const builds = world([{ second: 1, commit: 1, pipeline: 1, failed: false, organization: 'acme' }]);
  expect(allPages(builds, { kind: 'organizations', slugs: new Set() }, '', 30)).toEqual([]);
  expect(allPages(builds, { kind: 'pipeline', pipelineId: 'none' }, '', 30)).toEqual([]);
});
