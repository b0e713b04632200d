import type { Request } from 'express';
import type { BodyRules } from '../http/body/body-rules.js';
import { readBody } from '../http/body/read-body.js';

/**
 * The key in the field `api_key` of the body, if there is one; takes the field out of `request.body`, so that it goes no
 * further.
 * @throws Problem for bodies that the rules do not take
 */
export async function takeBodyKey(request: Request, rules: BodyRules): Promise<string | undefined> {
  const body = await readBody(request, rules);
  if (typeof body !== 'object' || body === null || !('api_key' in body)) return undefined;
  const { api_key: key, ...rest } = body;
  request.body = rest;
  return typeof key === 'string' ? key : undefined;
}
