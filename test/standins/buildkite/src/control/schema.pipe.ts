import type { PipeTransform } from '@nestjs/common';
import { Ajv, type ValidateFunction } from 'ajv';
import { unreadable } from './control-error.js';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, discriminator: true });

/** Lets a body pass that has the shape of a JSON Schema; 400 with everything that is wrong otherwise. */
export class SchemaPipe implements PipeTransform {
  private readonly validate: ValidateFunction;

  constructor(schema: object) {
    this.validate = ajv.compile(schema);
  }

  transform(value: unknown): unknown {
    if (this.validate(value)) return value;
    throw unreadable(ajv.errorsText(this.validate.errors, { dataVar: 'body' }));
  }
}

/** The schema of an object that has those properties and no others. */
export function object(properties: Readonly<Record<string, object>>, ...required: readonly string[]): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** The schema of a list of such things. */
export function listOf(items: object): object {
  return { type: 'array', items };
}

export const TEXT = { type: 'string' } as const;
export const WORD = { type: 'string', minLength: 1 } as const;
export const SLUG = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]*$' } as const;
export const UUID = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' } as const;
export const FLAG = { type: 'boolean' } as const;
export const COUNT = { type: 'integer', minimum: 0 } as const;
export const POSITIVE = { type: 'integer', minimum: 1 } as const;
export const TEXTS = { type: 'object', additionalProperties: TEXT } as const;
export const PERSON = object({ name: TEXT, email: WORD, username: TEXT }, 'name', 'email');
