import { narrow } from './narrow.js';
import { planOf } from './plan-of.js';
import { buildsOf, minuteMs } from './plan.js';

const plan = planOf(3);
const kindsOf = (entries: typeof plan.entries) => new Set(entries.map(({ what }) => what));
const deployed = plan.entries.find((entry) => entry.what === 'deploy' && entry.deploy.kind === 'fresh');
if (deployed?.what !== 'deploy') throw new Error('The plan has no fresh deploy.');
const { sha } = deployed.deploy;

describe('a plan narrowed', () => {
  it('by nothing is the whole plan', () => {
    expect(narrow(plan, {})).toEqual(plan);
  });

  it('to a commit has its builds, its deploys, and all trouble', () => {
    const { entries } = narrow(plan, { only: sha });
    const shas = entries.flatMap((entry) => {
      if (entry.what === 'build') return [entry.build.sha];
      return entry.what === 'deploy' ? [entry.deploy.sha] : [];
    });
    expect(new Set(shas)).toEqual(new Set([sha]));
    expect(shas.length).toBeGreaterThanOrEqual(2);
    expect(kindsOf(entries)).toEqual(kindsOf(plan.entries));
    expect(entries.filter(({ what }) => what === 'kill')).toHaveLength(20);
  });

  it('to a build has all that is of its commit', () => {
    const build = buildsOf(plan).find((one) => one.sha === sha)?.spec.id ?? '';
    expect(narrow(plan, { only: build })).toEqual(narrow(plan, { only: sha }));
  });

  it('to a build whose commit never shows has that build alone', () => {
    const build = buildsOf(plan).find((one) => one.sha === null)?.spec.id ?? '';
    expect(buildsOf(narrow(plan, { only: build })).map(({ spec }) => spec.id)).toEqual([build]);
  });

  it('to its first minutes ends there, the lives of its builds too', () => {
    const short = narrow(plan, { until: 60 });
    expect(short.endMs).toBe(plan.startMs + 60 * minuteMs);
    expect(Math.max(...short.entries.map(({ atMs }) => atMs))).toBeLessThanOrEqual(short.endMs);
    const steps = buildsOf(short).flatMap(({ spec }) => spec.script ?? []);
    expect(Math.max(...steps.map(({ at }) => Date.parse(at)))).toBeLessThan(short.endMs);
    expect(short.pipelines.every(({ removedAtMs }) => (removedAtMs ?? 0) <= short.endMs)).toBe(true);
  });

  it('to before a commit resolves has builds of no commit', () => {
    const late = buildsOf(plan).find(({ kind }) => kind === 'HEAD, resolved late');
    const resolvedAt = late?.spec.script?.find(({ change }) => change === 'commit-resolved')?.at ?? '';
    const until = Math.floor((Date.parse(resolvedAt) - plan.startMs) / minuteMs);
    const after = buildsOf(narrow(plan, { until })).find(({ spec }) => spec.id === late?.spec.id);
    expect([late?.sha, after?.sha]).toEqual([expect.stringMatching(/^[0-9a-f]{40}$/), null]);
  });

  it('to calm has no trouble but what happens at Buildkite', () => {
    const kinds = kindsOf(narrow(plan, { calm: true }).entries);
    expect([...kinds].sort()).toEqual(['build', 'deploy', 'remove', 'rename', 'turn']);
  });
});
