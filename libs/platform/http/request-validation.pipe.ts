import { Injectable, ValidationPipe, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { Problem, type FieldProblem } from './problem.js';
import { bodyFaults, parameterFaults } from './validation-faults.js';

/**
 * Checks bodies and query parameters against the classes that handlers name for them: unknown fields are refused, nothing
 * is converted that a class does not ask for.
 */
@Injectable()
export class RequestValidationPipe implements PipeTransform {
  private readonly bodies = strictPipe((errors) => invalid('body', 'unknown-field', bodyFaults(errors)));
  private readonly queries = strictPipe((errors) =>
    invalid('query', 'unknown-parameter', parameterFaults(errors)),
  );

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'query') return this.queries.transform(value, metadata);
    if (metadata.type !== 'body' || metadata.metatype === undefined || metadata.metatype === Object)
      return value;
    if (!isObject(value)) {
      throw invalid('body', '', [{ pointer: '', code: 'is-object', message: 'must be a JSON object' }]);
    }
    return this.bodies.transform(value, metadata);
  }
}

function strictPipe(exceptionFactory: (errors: ValidationError[]) => Problem): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory,
  });
}

/** When every fault is an unknown name, the problem says just that. */
function invalid(what: string, unknownCode: string, errors: readonly FieldProblem[]): Problem {
  const code = errors.every((error) => error.code === unknownCode) ? unknownCode : 'validation';
  return new Problem(400, code, `The ${what} is not as it should be; errors says where.`, { errors });
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
