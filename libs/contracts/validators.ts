import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { TSchema } from 'typebox';

const ajv = new Ajv({ strict: true, validateFormats: true });
// The patterns of the schemas say precisely what the full formats would; here they need only be cheap.
addFormats.default(ajv, { mode: 'fast', formats: ['date-time', 'uuid', 'uri-reference'] });

/** A check that answers with the first fault in words (where and what, never the value itself), or undefined. */
export type Check = (value: unknown) => string | undefined;

const checks = new Map<TSchema, Check>();

/** The check of a schema, compiled when it is first asked for. */
export function checkOf(schema: TSchema): Check {
  const known = checks.get(schema);
  if (known !== undefined) return known;
  const check = inWords(ajv.compile(schema));
  checks.set(schema, check);
  return check;
}

function inWords(validate: ValidateFunction): Check {
  return (value) => (validate(value) ? undefined : describeFault(validate.errors?.[0]));
}

function describeFault(fault: ErrorObject | undefined): string {
  return `${fault?.instancePath || '/'} ${fault?.message ?? 'is wrong'}`;
}
