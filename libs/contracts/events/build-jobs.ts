import { Type, type Static } from 'typebox';
import { Described, Fact, Id, Instant, Nullable, Organization } from './primitives.js';

/** A job as one reply of Buildkite showed it, as far as it tells what it was at any moment before. */
export const ObservedJob = Type.Object({
  id: Type.String({ minLength: 1, description: "Buildkite's id of the job; a retry is a job of its own." }),
  type: Type.String({
    description: 'script, manual (a block or input step), trigger, or another word of Buildkite.',
  }),
  name: Type.String({
    maxLength: 200,
    description: 'Its name; without one its label, or the first line of its command.',
  }),
  stepKey: Nullable(Type.String(), 'The key that its step has in the pipeline.'),
  state: Type.String({ description: "Buildkite's state; unknown states are kept verbatim." }),
  softFailed: Type.Boolean({ description: 'Whether it failed without failing the build.' }),
  exitStatus: Nullable(Type.Integer(), 'What its command ended with; -1 when the agent was lost.'),
  createdAt: Nullable(Instant, 'Null for manual jobs, of which Buildkite does not tell it.'),
  startedAt: Nullable(Instant),
  finishedAt: Nullable(Instant, 'When it ended, or expired without an agent.'),
  unblockedAt: Nullable(Instant, 'When somebody let the build pass this block step.'),
  retriedIn: Nullable(Type.String(), 'Id of the job that took its place when it was retried.'),
});
export type ObservedJob = Static<typeof ObservedJob>;

/** Something done to the jobs of a build that can have re-opened it. */
export const JobAction = Type.Object({
  at: Instant,
  by: Type.Union([Type.Literal('retry'), Type.Literal('unblock')]),
});
export type JobAction = Static<typeof JobAction>;

export const BuildJobsObserved = Fact(
  'BuildJobsObserved',
  'What Buildkite said about the jobs of one build, retried ones too, through one connection, at one time.',
  {
    organization: Organization,
    connection: Described(Id, 'The connection that the jobs were seen through.'),
    buildkiteOrganization: Type.String({ description: 'Slug of the Buildkite organization.' }),
    build: Type.String({ minLength: 1, description: "Buildkite's id of the build." }),
    lookedAt: Described(
      Instant,
      'The earliest `Date` among the replies that make up this look: UTC, whole seconds.',
    ),
    jobs: Type.Array(ObservedJob, {
      maxItems: 500,
      description: "In Buildkite's order. Wait steps are left out: Buildkite says nothing of them.",
    }),
    omittedJobs: Type.Integer({
      minimum: 0,
      description:
        'How many further ones are left out because there are very many; failed ones stay longest.',
    }),
    states: Type.Array(Type.Object({ state: Type.String(), jobs: Type.Integer({ minimum: 1 }) }), {
      maxItems: 50,
      description: 'How many jobs are in which state, those left out too, those that were retried not.',
    }),
    softFailedJobs: Type.Optional(
      Type.Integer({
        minimum: 0,
        description:
          'How many jobs failed without failing the build, those left out too, those that were retried not; not in events from before it was counted.',
      }),
    ),
    actions: Type.Array(JobAction, {
      maxItems: 1000,
      description: 'Retries and unblocks, the earliest first.',
    }),
    actionsComplete: Type.Boolean({
      description: 'Whether `actions` are all that there had been when the look was made.',
    }),
  },
);
export type BuildJobsObserved = Static<typeof BuildJobsObserved>;
