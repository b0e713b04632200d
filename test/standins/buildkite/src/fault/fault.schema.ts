import { COUNT, listOf, object, POSITIVE, TEXT, WORD } from '../control/schema.pipe.js';

function kind(
  name: string,
  properties: Readonly<Record<string, object>> = {},
  ...required: readonly string[]
): object {
  return object({ kind: { const: name }, ...properties }, 'kind', ...required);
}

const STATUS = { type: 'integer', minimum: 200, maximum: 599 };

const FAULT = {
  type: 'object',
  discriminator: { propertyName: 'kind' },
  required: ['kind'],
  oneOf: [
    kind('status', { status: STATUS, message: TEXT }, 'status'),
    kind('html', { status: STATUS }),
    kind(
      'rate-limit',
      { scope: { enum: ['rest', 'rest_user'] }, resetSeconds: POSITIVE },
      'scope',
      'resetSeconds',
    ),
    kind('delay', { ms: COUNT }, 'ms'),
    kind('slow', { ms: COUNT }, 'ms'),
    kind('cut'),
    kind('empty-link'),
    kind('foreign-link', { host: WORD }),
  ],
};

const MATCH = object({ method: WORD, path: WORD, query: WORD, token: WORD });

/** The shape of a list of `FaultSpec`. */
export const FAULTS_SCHEMA = listOf(object({ match: MATCH, times: POSITIVE, fault: FAULT }, 'fault'));
