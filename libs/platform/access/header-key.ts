import type { IncomingMessage } from 'node:http';
import { Problem } from '../http/problem.js';

/**
 * The key in the Authorization header, if there is one in one of the schemes (given in lower case).
 * @throws Problem 400 when the header comes twice: which one counts would depend on who reads it
 */
export function headerKey(request: IncomingMessage, schemes: readonly string[]): string | undefined {
  const [value, ...others] = request.headersDistinct['authorization'] ?? [];
  if (others.length > 0)
    throw new Problem(400, 'repeated-header', 'The Authorization header came more than once.');
  const [, scheme = '', key] = /^([A-Za-z]+) +([\x21-\x7e]{1,200})$/.exec(value?.trim() ?? '') ?? [];
  return schemes.includes(scheme.toLowerCase()) ? key : undefined;
}
