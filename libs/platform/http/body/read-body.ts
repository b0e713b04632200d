import type { Request } from 'express';
import type { BodyRules } from './body-rules.js';
import { bodyFormOf } from './media-type.js';
import { parseMultipart, parseUrlEncoded } from './parse-form.js';
import { parseJson } from './parse-json.js';
import { readBytes } from './read-bytes.js';

const bodies = new WeakMap<Request, Promise<unknown>>();

/**
 * The parsed body of a request; read once, however often it is asked for. Also put into `request.body`.
 * @throws Problem 400, 413 or 415 for bodies that the rules do not take
 */
export function readBody(request: Request, rules: BodyRules): Promise<unknown> {
  const known = bodies.get(request);
  if (known !== undefined) return known;
  const body = parseBody(request, rules);
  bodies.set(request, body);
  return body;
}

async function parseBody(request: Request, rules: BodyRules): Promise<unknown> {
  const contentType = request.headers['content-type'];
  const form = isBare(request) ? 'json' : bodyFormOf(contentType, rules);
  const bytes = await readBytes(request, rules.limitBytes);
  request.body = await parse(bytes, form, contentType ?? '');
  return request.body;
}

/** Neither a body nor a type: that is an empty body, not one of a wrong type. */
function isBare({ headers }: Request): boolean {
  const empty = headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;
  return empty && headers['content-type'] === undefined;
}

function parse(bytes: Buffer, form: ReturnType<typeof bodyFormOf>, contentType: string): unknown {
  switch (form) {
    case 'json':
      return parseJson(bytes);
    case 'urlencoded':
      return parseUrlEncoded(bytes);
    case 'multipart':
      return parseMultipart(bytes, contentType);
  }
}
