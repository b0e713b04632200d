import { Problem } from '../problem.js';

/**
 * The text of a body, without a byte order mark.
 * @throws Problem 400 `malformed-body` when the bytes are not UTF-8
 */
export function utf8Text(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem(400, 'malformed-body', 'The body is not UTF-8.', {
      errors: [{ pointer: '', code: 'not-utf-8', message: 'is not UTF-8' }],
    });
  }
}
