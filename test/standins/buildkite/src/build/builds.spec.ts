import fc from 'fast-check';
import { aBuild, NOON, sha } from '../../testing/a-build.js';
import { at } from './at.js';
import { buildFilter } from './build-query.js';
import { Builds, isIn, type BuildScope } from './builds.js';
import { CreatedOrder } from './created-order.js';
import { phaseAt } from './domain/phase-at.js';
import { listBuilds, type BuildList } from './list-builds.js';
import { passesFilter } from './build-filter.js';
import { TrackedBuild } from './tracked-build.js';

const ALL: BuildScope = { kind: 'organizations', slugs: new Set(['acme']) };
const FIRST_PAGE = { page: 1, perPage: 100 };

const place = (number: number, createdAtMs = NOON): Parameters<typeof aBuild>[1] => ({
  number,
  sequence: number,
  createdAtMs,
});

describe('builds in the order of their creation', () => {
  it('come newest first, whatever the order in which they were added', () => {
    const instants = fc.array(fc.nat(50), { maxLength: 30 });
    fc.assert(
      fc.property(instants, fc.nat(50), fc.nat(60), (offsets, from, before) => {
        const order = new CreatedOrder();
        offsets.forEach((offset, index) =>
          order.add(new TrackedBuild(aBuild({}, place(index, NOON + offset)))),
        );
        const found = order.newestFirst(NOON + from, NOON + before);
        const visited: TrackedBuild[] = [];
        order.visit(NOON + from, NOON + before, (build) => {
          visited.push(build);
          return 'go on';
        });
        expect(visited).toEqual(found);
        const wanted = offsets
          .map((offset, sequence) => ({ createdAtMs: NOON + offset, sequence }))
          .filter(({ createdAtMs }) => createdAtMs >= NOON + from && createdAtMs < NOON + before)
          .sort((a, b) => b.createdAtMs - a.createdAtMs || b.sequence - a.sequence);
        expect(found.map(({ record: { createdAtMs, sequence } }) => ({ createdAtMs, sequence }))).toEqual(
          wanted,
        );
      }),
    );
  });
});

describe('a tracked build', () => {
  it('is in the phase that its script tells, in whatever order the instants are asked for', () => {
    const build = new TrackedBuild(
      aBuild({ script: [at('1s').running(), at('5s').failing(), at('9s').failed(), at('20s').retried()] }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 30 }), (second) => {
        expect(build.phaseAt(NOON + second * 1_000)).toEqual(phaseAt(build.record, NOON + second * 1_000));
      }),
    );
  });

  it('forgets the phase it is in when more happens to it', () => {
    const build = new TrackedBuild(aBuild({ script: [at('1s').running()] }));
    expect(build.phaseAt(NOON + 10_000)?.state).toBe('running');
    build.extend([{ change: 'passed', atMs: NOON + 9_000 }]);
    expect(build.phaseAt(NOON + 10_000)?.state).toBe('passed');
  });
});

describe('the builds of the world', () => {
  it('are found by commit, once each, also when a commit is resolved later', () => {
    const builds = new Builds();
    const head = builds.add(aBuild({ commit: 'HEAD' }, place(1)));
    builds.add(aBuild({ commit: sha(7) }, place(2)));
    builds.extend(head, [{ change: 'commit-resolved', commit: sha(7), atMs: NOON + 5 }]);
    builds.extend(head, [{ change: 'commit-resolved', commit: sha(7), atMs: NOON + 9 }]);
    const numbers = builds
      .ofCommit(sha(7))
      .newestFirst()
      .map(({ record }) => record.number);
    expect(numbers).toEqual([2, 1]);
  });

  it('have another version whenever one was added, extended or forgotten, and only then', () => {
    const builds = new Builds();
    const versions = [builds.version];
    const build = builds.add(aBuild());
    versions.push(builds.version);
    builds.extend(build, [{ change: 'running', atMs: NOON }]);
    versions.push(builds.version);
    builds.removePipeline(build.record.pipelineId);
    versions.push(builds.version);
    expect(new Set(versions).size).toBe(4);
    listBuilds(builds, ALL, buildFilter(new URLSearchParams()), FIRST_PAGE, NOON);
    expect(builds.version).toBe(versions.at(-1));
  });

  it('are the same by the index as by looking at each of them', () => {
    const builds = new Builds();
    for (let number = 1; number <= 60; number += 1) {
      const script = [at('1s').running(), number % 3 === 0 ? at('9s').failed() : at('9s').passed()];
      builds.add(aBuild({ commit: sha(number % 7), script }, place(number, NOON + number * 100)));
    }
    const query = `commit[]=${sha(3)}&commit[]=${sha(5)}&state=failed&created_from=2026-03-01T12:00:01Z`;
    const filter = buildFilter(new URLSearchParams(query));
    const nowMs = NOON + 20_000;
    const { items, more } = listBuilds(builds, ALL, filter, FIRST_PAGE, nowMs);
    const wanted = builds
      .all()
      .filter((build) => {
        const phase = build.phaseAt(nowMs);
        return phase !== undefined && isIn(ALL, build.record) && passesFilter(filter, build.record, phase);
      })
      .map(({ record }) => record.number)
      .sort((a, b) => b - a);
    expect(wanted.length).toBeGreaterThan(2);
    expect(items.map(({ record }) => record.number)).toEqual(wanted);
    expect(more).toBe(false);
  });

  it('are a hundred thousand and still listed at once', () => {
    const builds = new Builds();
    const record = aBuild({ script: [at('1s').running(), at('9s').passed()] });
    for (let number = 1; number <= 100_000; number += 1) {
      builds.add({
        ...record,
        id: String(number),
        number,
        sequence: number,
        createdAtMs: NOON + number,
        listedAtMs: NOON,
      });
    }
    const list = (query: string): BuildList =>
      listBuilds(builds, ALL, buildFilter(new URLSearchParams(query)), FIRST_PAGE, NOON + 200_000);
    expect(list('state[]=running')).toEqual({ items: [], more: false });
    const before = performance.now();
    expect(list('state[]=running').items).toHaveLength(0);
    expect(list('').items).toHaveLength(100);
    expect(list(`commit=${sha(9)}`).items).toHaveLength(0);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
