import {
  FLAG,
  listOf,
  object,
  PERSON,
  POSITIVE,
  SLUG,
  TEXT,
  TEXTS,
  UUID,
  WORD,
} from '../control/schema.pipe.js';

type Properties = Readonly<Record<string, object>>;

function change(
  names: string | readonly string[],
  properties: Properties = {},
  ...required: readonly string[]
): object {
  return object({ at: WORD, change: { enum: [names].flat() }, ...properties }, 'at', 'change', ...required);
}

function job(type: string, properties: Properties, ...required: readonly string[]): object {
  return object({ type: { const: type }, key: WORD, ...properties }, 'type', 'key', ...required);
}

const STEP = {
  type: 'object',
  discriminator: { propertyName: 'change' },
  required: ['change'],
  oneOf: [
    change(['scheduled', 'running', 'unblocked', 'passed', 'canceled', 'skipped', 'not_run', 'deleted']),
    change(['failing', 'failed'], { job: WORD }),
    change('blocked', { blockedState: { enum: ['passed', 'failed', 'running'] } }),
    change('retried', { job: WORD, movesStartedAt: FLAG }),
    change('canceling', { reason: TEXT }),
    change('state', { state: WORD }, 'state'),
    change('commit-resolved', { commit: WORD, shownIn: { enum: ['commit', 'meta-data', 'both'] } }, 'commit'),
    change('meta-data-set', { key: WORD, value: TEXT }, 'key', 'value'),
  ],
};

const JOB = {
  type: 'object',
  discriminator: { propertyName: 'type' },
  required: ['type'],
  oneOf: [
    job(
      'script',
      {
        name: { type: ['string', 'null'] },
        command: TEXT,
        groupKey: WORD,
        ending: { enum: ['passed', 'soft-failed', 'broken'] },
      },
      'name',
      'command',
    ),
    job('waiter', {}),
    job('manual', { label: TEXT }, 'label'),
    job('trigger', { name: TEXT, pipeline: SLUG, async: FLAG }, 'name', 'pipeline'),
  ],
};

const PULL_REQUEST = object({ id: WORD, base: TEXT, repository: TEXT }, 'id', 'base', 'repository');
const TEXT_OR_NULL = { type: ['string', 'null'] };

/** The shape of a list of `StepSpec`. */
export const STEPS_SCHEMA = listOf(STEP);

/** The shape of a list of `BuildSpec`. */
export const BUILDS_SCHEMA = listOf(
  object(
    {
      organization: SLUG,
      pipeline: SLUG,
      commit: TEXT,
      id: UUID,
      number: POSITIVE,
      createdAt: WORD,
      listedAt: WORD,
      message: TEXT_OR_NULL,
      branch: TEXT,
      tag: TEXT_OR_NULL,
      source: WORD,
      author: { anyOf: [PERSON, TEXT_OR_NULL] },
      creator: { anyOf: [PERSON, { type: 'null' }] },
      env: TEXTS,
      metaData: TEXTS,
      pullRequest: { anyOf: [PULL_REQUEST, { type: 'null' }] },
      mergeQueueBaseBranch: TEXT_OR_NULL,
      rebuiltFrom: UUID,
      triggeredFrom: UUID,
      jobs: listOf(JOB),
      script: STEPS_SCHEMA,
    },
    'pipeline',
    'commit',
  ),
);
