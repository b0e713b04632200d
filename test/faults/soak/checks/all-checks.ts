import type { Outcome } from '../play/run-plan.js';
import type { Entry } from '../plan/plan.js';
import { deliveryFaults } from './delivered.js';
import { jobsNotLookedAt } from './jobs-looked-at.js';
import { uncollectedBuilds } from './collected-builds.js';
import type { Check, Fault } from './fault.js';
import { notFollowing, notTaken } from './follows-from-facts.js';
import { loggedErrors } from './logged-errors.js';
import { overTheCeiling } from './request-limits.js';
import { untruths } from './true-states.js';
import type { Truth } from './truth.js';

/** What was found against each promise of a run. */
export function allChecks(outcome: Outcome, truth: Truth): readonly Check[] {
  const { wrongBuilds, wrongObserved, wrongDerived } = untruths(outcome, truth);
  return [
    { name: 'every snapshot follows from the facts on the logs', faults: notFollowing(outcome) },
    { name: 'every deploy has a complete snapshot', faults: notTaken(outcome) },
    { name: 'every snapshot has the builds that there were', faults: wrongBuilds },
    { name: 'nothing observed was otherwise', faults: wrongObserved },
    { name: 'nothing derived was otherwise, but behind two changes unseen', faults: wrongDerived },
    { name: 'every build is on the log as it ended', faults: uncollectedBuilds(outcome, truth) },
    { name: 'the jobs of the builds of snapshots were looked at', faults: jobsNotLookedAt(outcome, truth) },
    { name: 'webhooks were taken', faults: deliveryFaults(outcome) },
    { name: 'what is stored is published and shown', faults: told(outcome.keepingFaults) },
    { name: 'no record was set aside', faults: told(outcome.deadLetters) },
    { name: 'the log tells of no error', faults: told(loggedErrors(outcome.output)) },
    { name: 'the process ended only when it was killed, as often as planned', faults: ends(outcome) },
    {
      name: 'Buildkite is asked no more often than the ceiling allows',
      faults: overTheCeiling(outcome.windows),
    },
  ];
}

function told(sentences: readonly string[]): readonly Fault[] {
  return sentences.map((what) => ({ what }));
}

function ends({ plan, kills, endedByThemselves }: Outcome): readonly Fault[] {
  const planned = plan.entries.filter(({ what }: Entry) => what === 'kill').length;
  return [
    ...told(endedByThemselves),
    ...told(kills === planned ? [] : [`It was killed ${kills} times, not ${planned}.`]),
  ];
}
