import { decodePairs } from '../query/decode-pairs.js';
import { Problem } from '../problem.js';
import { utf8Text } from './utf8.js';

/** Fields of a form by name. */
export type Form = Record<string, string>;

/**
 * The fields of an `application/x-www-form-urlencoded` body.
 * @throws Problem 400 `malformed-form` for bad escapes and fields that come twice
 */
export function parseUrlEncoded(bytes: Buffer): Form {
  return formOf(decodePairs(utf8Text(bytes), (code, message) => malformed(code, message)));
}

/**
 * The text fields of a `multipart/form-data` body.
 * @throws Problem 400 `malformed-form` for what is not multipart, files and fields that come twice
 */
export async function parseMultipart(bytes: Buffer, contentType: string): Promise<Form> {
  const body = new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } });
  const fields = await body.formData().catch(() => {
    throw malformed('not-multipart', 'is not multipart/form-data');
  });
  const pairs = [...fields].map(([name, value]): [string, string] => {
    if (typeof value !== 'string') throw malformed('file', 'has a file where text belongs');
    return [name, value];
  });
  return formOf(pairs);
}

function formOf(pairs: readonly (readonly [string, string])[]): Form {
  const form = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (form.has(name)) throw malformed('repeated-name', 'has a field twice');
    form.set(name, value);
  }
  return Object.fromEntries(form);
}

function malformed(code: string, message: string): Problem {
  return new Problem(400, 'malformed-form', `The form ${message}.`, {
    errors: [{ pointer: '', code, message }],
  });
}
