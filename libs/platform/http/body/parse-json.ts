import { Problem } from '../problem.js';
import { findJsonFault } from './i-json.js';
import { utf8Text } from './utf8.js';

/**
 * The value that a JSON body stands for. A byte order mark is passed over; empty, truncated and invalid text is refused,
 * and so is what I-JSON forbids (see findJsonFault).
 * @throws Problem 400 `malformed-json`; its text never repeats the parser's, which quotes the input
 */
export function parseJson(bytes: Buffer): unknown {
  const text = utf8Text(bytes);
  if (text.trim() === '') throw malformed('empty', 'is empty');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed('malformed-json', 'is not JSON');
  }
  const fault = findJsonFault(text);
  if (fault !== undefined) throw malformed(fault.code, fault.message);
  return value;
}

function malformed(code: string, message: string): Problem {
  return new Problem(400, 'malformed-json', `The body ${message}.`, {
    errors: [{ pointer: '', code, message }],
  });
}
