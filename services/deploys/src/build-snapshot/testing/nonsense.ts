import fc from 'fast-check';
import type { BuildObserved } from '#libs/contracts';
import { aLook, iso } from './facts.js';
import { epoch } from './history.js';

const instant = fc.nat({ max: 12 }).map((halfSeconds) => iso(epoch + halfSeconds * 500));
const instantOrNone = fc.option(instant, { freq: 2 });
const second = fc.nat({ max: 6 }).map((seconds) => iso(epoch + seconds * 1000));
const state = fc.constantFrom(
  'creating',
  'scheduled',
  'running',
  'failing',
  'canceling',
  'blocked',
  'passed',
  'failed',
  'canceled',
  'skipped',
  'not_run',
  'waiting_failed',
);

/** A T to ask about nonsense. */
export const someSecond = second;

/** Looks at one build that no history explains, close to each other and often at the same time. */
export const nonsense: fc.Arbitrary<BuildObserved[]> = fc.array(
  fc
    .record({
      lookedAt: second,
      build: fc.record({
        state,
        createdAt: instant,
        startedAt: instantOrNone,
        failingAt: instantOrNone,
        finishedAt: instantOrNone,
      }),
    })
    .map(({ lookedAt, build }) => aLook(lookedAt, build)),
  { maxLength: 6 },
);
