import type { ValidationError } from 'class-validator';
import type { FieldProblem } from './problem.js';

/** A fault with the path that leads to it. */
interface Fault {
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
}

/** The faults that class-validator found in a body, with JSON pointers. */
export function bodyFaults(errors: readonly ValidationError[]): readonly FieldProblem[] {
  return flatten(errors, []).map(({ path, code, message }) => ({ pointer: pointerOf(path), code, message }));
}

/** The faults that class-validator found in query parameters. */
export function parameterFaults(errors: readonly ValidationError[]): readonly FieldProblem[] {
  return flatten(errors, []).map(({ path, code, message }) => ({
    parameter: path[0] ?? '',
    code: code === 'unknown-field' ? 'unknown-parameter' : code,
    message,
  }));
}

function flatten(errors: readonly ValidationError[], path: readonly string[]): readonly Fault[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const here = [...path, property.slice(0, 64)];
    const own = Object.entries(constraints ?? {}).map(([name, message]) =>
      fault(here, property, name, message),
    );
    return [...own, ...flatten(children ?? [], here)];
  });
}

function fault(path: readonly string[], property: string, constraint: string, message: string): Fault {
  if (constraint === 'whitelistValidation')
    return { path, code: 'unknown-field', message: 'is not a field of this' };
  const sentence = message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
  return { path, code: kebab(constraint), message: sentence };
}

function kebab(constraint: string): string {
  return constraint.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^-/, '');
}

/** RFC 6901. */
function pointerOf(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
