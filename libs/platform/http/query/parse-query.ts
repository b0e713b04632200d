import { Problem } from '../problem.js';
import { decodePairs } from './decode-pairs.js';

/**
 * The query parameters of a request. Brackets and dots in names have no meaning.
 * @param query what stands behind the question mark; undefined or empty for none
 * @throws Problem 400 `malformed-query` for bad escapes and parameters that come twice, `unknown-parameter` for
 * `__proto__`, which is lost when a class takes the parameters over
 */
export function parseQuery(query: string | null | undefined): Record<string, string> {
  const pairs = decodePairs(query ?? '', (code, message) => malformed(code, message));
  const parameters = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (name === '__proto__') throw unknownParameter(name);
    if (parameters.has(name)) throw malformed('repeated-parameter', 'has a parameter twice', name);
    parameters.set(name, value);
  }
  return Object.fromEntries(parameters);
}

function unknownParameter(parameter: string): Problem {
  return new Problem(400, 'unknown-parameter', 'This takes other query parameters.', {
    errors: [{ parameter, code: 'unknown-parameter', message: 'is not known' }],
  });
}

function malformed(code: string, message: string, parameter?: string): Problem {
  const where = parameter === undefined ? {} : { parameter: parameter.slice(0, 64) };
  return new Problem(400, 'malformed-query', `The query ${message}.`, {
    errors: [{ ...where, code, message }],
  });
}
