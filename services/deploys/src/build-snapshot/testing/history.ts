import fc from 'fast-check';
import type { BuildObserved, ObservedBuild } from '#libs/contracts';
import { aLook, fieldsOf, replyDate, sha } from './facts.js';
import { play, shownAt, type Action, type Script } from './script.js';

/** A build's script, a deploy, and when Buildkite was asked about the build. Milliseconds since the epoch. */
export interface History {
  readonly script: Script;
  /** From when on Buildkite shows the SHA: until then the commit is `HEAD`. */
  readonly resolvedAt: number;
  /** T: a whole second. */
  readonly deployedAt: number;
  /** The instants at which Buildkite was asked, in order; none once the build was deleted there. */
  readonly asked: readonly number[];
  /** The actions that its jobs told: all up to some instant, or none. */
  readonly told: readonly Action[];
}

/** The whole second that all histories begin in or soon after. */
export const epoch = Date.parse('2026-03-02T10:00:00.000Z');
const second = 1000;
const horizon = 30 * second;

/** Mostly within a second or two, at times whole seconds or none at all, seldom long. */
const wait = fc.oneof(
  { weight: 4, arbitrary: fc.nat({ max: 1999 }) },
  { weight: 1, arbitrary: fc.nat({ max: 3 }).map((seconds) => seconds * second) },
  { weight: 1, arbitrary: fc.integer({ min: 2000, max: 9000 }) },
);

/** A question falls around a moment of the script, around T, or anywhere. */
const question = fc.oneof(
  fc.record({ moment: fc.nat({ max: 12 }), later: fc.integer({ min: -3, max: 900 }) }),
  fc.record({ moment: fc.constant('deploy' as const), later: fc.integer({ min: -2500, max: 2500 }) }),
  fc.record({ moment: fc.constant('epoch' as const), later: fc.nat({ max: horizon }) }),
);

/** Now and then within the horizon, mostly the given. */
const seldom = (usual: number) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.nat({ max: horizon }) });

/** Random scripted histories of one build. */
export const histories: fc.Arbitrary<History> = fc
  .record({
    createdAfter: fc.nat({ max: 2500 }),
    firstState: fc.constantFrom('creating' as const, 'scheduled' as const, 'scheduled' as const),
    throws: fc.array(fc.record({ choice: fc.nat({ max: 999 }), wait, whim: fc.nat({ max: 11 }) }), {
      maxLength: 12,
    }),
    resolvedAfter: seldom(0),
    deployedAfter: fc.oneof(fc.nat({ max: 8 }), fc.nat({ max: 20 })),
    questions: fc.array(question, { minLength: 1, maxLength: 7 }),
    deletedAfter: seldom(Infinity),
    toldUntil: fc.oneof(fc.constant(-Infinity), fc.nat({ max: horizon })),
  })
  .map((dice) => {
    const createdAt = epoch + dice.createdAfter;
    const script = play(createdAt, dice.firstState, dice.throws);
    const deployedAt = epoch + dice.deployedAfter * second;
    const momentOf = (which: number | 'deploy' | 'epoch'): number => {
      if (which === 'deploy') return deployedAt;
      if (which === 'epoch') return epoch;
      return (script.moments[which % script.moments.length] ?? script.moments[0]).at;
    };
    return {
      script,
      resolvedAt: createdAt + dice.resolvedAfter,
      deployedAt,
      asked: dice.questions
        .map(({ moment, later }) => momentOf(moment) + later)
        .filter((at) => at >= createdAt && at < epoch + dice.deletedAfter)
        .sort((one, other) => one - other),
      told: script.actions.filter(({ at }) => at <= epoch + dice.toldUntil),
    };
  });

/** What Buildkite answers about the build at the instant, with what the test says instead. */
export function lookInto(
  { script, resolvedAt }: History,
  instant: number,
  build: Partial<ObservedBuild> = {},
  over: Partial<BuildObserved> = {},
): BuildObserved {
  const shown = shownAt(script, instant);
  if (shown === undefined) throw new Error('Buildkite was asked about a build that is not there yet.');
  const commit = instant >= resolvedAt ? { commit: sha, sha } : { commit: 'HEAD', sha: null };
  return aLook(replyDate(instant), { ...fieldsOf(shown), ...commit, ...build }, over);
}
