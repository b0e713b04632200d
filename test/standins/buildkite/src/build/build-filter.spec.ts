import { aBuild, NOON, sha } from '../../testing/a-build.js';
import { personId } from '../person/person-view.js';
import { at } from './at.js';
import { passesFilter } from './build-filter.js';
import { buildFilter, buildShape } from './build-query.js';
import type { BuildSpec } from './build-spec.js';
import { phaseAt } from './domain/phase-at.js';

/** Whether a build of that spec, ten seconds after its creation, passes the filter of that query string. */
function passes(query: string, spec: Partial<BuildSpec> = {}): boolean {
  const build = aBuild(spec);
  const phase = phaseAt(build, NOON + 10_000);
  if (phase === undefined) throw new Error('the build is not there');
  return passesFilter(buildFilter(new URLSearchParams(query)), build, phase);
}

describe('a filter', () => {
  it('lets everything pass when it asks for nothing', () => {
    expect(passes('')).toBe(true);
    expect(passes('page=2&exclude_jobs=true&include_paused=true&unknown=1')).toBe(true);
    expect(passes('state=&branch=&commit=')).toBe(true);
  });

  it('asks for all that it says at once', () => {
    const spec = { branch: 'main', script: [at('1s').passed()] };
    expect(passes('branch=main&state=passed', spec)).toBe(true);
    expect(passes('branch=main&state=failed', spec)).toBe(false);
    expect(passes('branch=other&state=passed', spec)).toBe(false);
  });
});

describe('the filter by state', () => {
  it.each([
    ['passed', true],
    ['failed', true],
    ['canceled', true],
    ['skipped', false],
    ['not_run', false],
    ['running', false],
  ] as const)('finished: a build that is %s passes: %s', (change, finished) => {
    expect(passes('state=finished', { script: [{ at: '1s', change }] })).toBe(finished);
  });

  it('takes a blocked build for blocked, whatever its raw state', () => {
    const blocked = { script: [at('1s').blocked('running')] };
    expect(passes('state=blocked', blocked)).toBe(true);
    expect(passes('state=running', blocked)).toBe(false);
    expect(passes('state=finished', blocked)).toBe(true);
  });

  it('takes a state that is not known for none', () => {
    expect(passes('state=quarantined')).toBe(false);
  });
});

describe('the filter by branch', () => {
  it.each([
    ['main', 'main', true],
    ['main', 'maint', false],
    ['*dev*', 'my-dev-branch', true],
    ['release/*', 'release/1.2', true],
    ['release/*', 'hotfix/release/1', false],
    ['a+b*', 'a+bc', true],
    ['a+b*', 'aabc', false],
    ['*', '', true],
  ])('%j and a build of %j: %s', (pattern, branch, found) => {
    expect(passes(new URLSearchParams({ branch: pattern }).toString(), { branch })).toBe(found);
  });
});

describe('the filter by commit', () => {
  it('is of what the build shows as its commit', () => {
    expect(passes(`commit=${sha(7)}`, { commit: 'HEAD', script: [at('1s').commitResolved(sha(7))] })).toBe(
      true,
    );
    expect(passes('commit=HEAD', { commit: 'HEAD', script: [at('1s').commitResolved(sha(7))] })).toBe(false);
    expect(
      passes(`commit=${sha(7)}`, { commit: 'HEAD', script: [at('1s').commitResolved(sha(7), 'meta-data')] }),
    ).toBe(false);
  });

  it('knows no abbreviation and no other case', () => {
    expect(passes(`commit=${sha(7).slice(0, 12)}`, { commit: sha(7) })).toBe(false);
    expect(passes(`commit=${sha(7).toUpperCase()}`, { commit: sha(7) })).toBe(false);
  });
});

describe('the filters by time', () => {
  it('of creation include their beginning and not their end', () => {
    expect(passes('created_from=2026-03-01T12:00:00.000Z')).toBe(true);
    expect(passes('created_from=2026-03-01T12:00:00.001Z')).toBe(false);
    expect(passes('created_to=2026-03-01T12:00:00.000Z')).toBe(false);
    expect(passes('created_to=2026-03-01T12:00:00.001Z')).toBe(true);
  });

  it('of the finish include their beginning', () => {
    const spec = { script: [at('4s').failed()] };
    expect(passes('finished_from=2026-03-01T12:00:04Z', spec)).toBe(true);
    expect(passes('finished_from=2026-03-01T12:00:05Z', spec)).toBe(false);
    expect(passes('finished_from=2026-03-01T12:00:00Z', { script: [at('4s').running()] })).toBe(false);
  });

  it.each(['created_from', 'created_to', 'finished_from'])('are refused when %s is no time', (name) => {
    expect(() => buildFilter(new URLSearchParams({ [name]: '1772366400' }))).toThrow(
      `${name} is not a valid ISO 8601 date or time`,
    );
  });
});

describe('the filters by creator and meta-data', () => {
  const robin = { name: 'Robin', email: 'Robin@example.com' };

  it('take the id of a person, the same for every writing of the address', () => {
    const id = personId({ name: 'R.', email: 'robin@EXAMPLE.com' });
    expect(passes(`creator=${id}`, { creator: robin })).toBe(true);
    expect(passes(`creator=${id}`, { creator: null })).toBe(false);
    expect(passes(`creator=${id}`, { creator: { name: 'Sam', email: 'sam@example.com' } })).toBe(false);
  });

  it('take exact values, also of meta-data that a job set', () => {
    const spec = { metaData: { 'release:kind': 'major' }, script: [at('2s').metaDataSet('stage', 'two')] };
    expect(passes('meta_data[release:kind]=major&meta_data[stage]=two', spec)).toBe(true);
    expect(passes('meta_data[stage]=t', spec)).toBe(false);
    expect(passes('meta_data[other]=', spec)).toBe(false);
  });
});

describe('what a reply leaves out', () => {
  it.each([
    ['', false, false, false],
    ['exclude_jobs=true', true, false, false],
    ['exclude_pipeline=1&include_retried_jobs=true', false, true, true],
    ['exclude_jobs=false&exclude_pipeline=no', false, false, false],
  ])('%j', (query, excludeJobs, excludePipeline, includeRetriedJobs) => {
    expect(buildShape(new URLSearchParams(query))).toEqual({
      excludeJobs,
      excludePipeline,
      includeRetriedJobs,
    });
  });
});
